import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { newMessageId } from '../ids.ts';
import { fileSchema, outgoingOf, type SendBody, textSchema } from '../outgoing-bodies.ts';
import { badRequest, engineFailed, Refusal, tooMany, unexpectedStatus } from '../refusal.ts';
import type { SendFault } from '../send-faults.ts';
import { waMessage } from '../wa-message.ts';
import type { Waha } from '../waha.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether the ledger knows of the send. */
    isCounted: boolean;
  }
}

/** Paths that the ledger counts as sends, also where they are refused. */
export const sendPaths = [
  '/api/sendText',
  '/api/sendImage',
  '/api/sendFile',
  '/api/sendVoice',
  '/api/sendVideo',
];

/** Messages that go out. Each is in the ledger before it is answered, with whatever became of it. */
export function sendingRoutes(app: FastifyInstance, waha: Waha, die: () => void): void {
  for (const path of sendPaths)
    app.post<{ Body: SendBody }>(
      path,
      { schema: { body: path === '/api/sendText' ? textSchema : fileSchema }, attachValidation: true },
      (request, reply) => answerSend(waha, die, request, reply),
    );

  app.get<{ Params: { session: string } }>('/api/:session/new-message-id', async ({ params }) => {
    await waha.inStatus(params.session, 'WORKING');
    return { id: newMessageId() };
  });

  const chat = {
    type: 'object',
    required: ['session', 'chatId'],
    properties: { session: { type: 'string' }, chatId: { type: 'string' } },
  };
  for (const act of ['sendSeen', 'startTyping', 'stopTyping'])
    app.post<{ Body: SendBody }>(`/api/${act}`, { schema: { body: chat } }, async ({ body }, reply) => {
      outgoingOf(body);
      await waha.inStatus(body.session, 'WORKING');
      return reply.code(201).send({ result: true });
    });
}

async function answerSend(
  waha: Waha,
  die: () => void,
  request: FastifyRequest<{ Body: SendBody }>,
  reply: FastifyReply,
): Promise<unknown> {
  const { body, validationError } = request;
  const named = waha.sessions.has(body?.session) ? body.session : '';
  request.isCounted = true;
  waha.note({ t: 'received', s: named });
  try {
    if (validationError) throw badRequest([validationError.message]);
    const outgoing = outgoingOf(body);
    const fault = waha.faults.next(named);
    if (fault !== null && !fault.after) return await befall(waha, die, fault, named, reply);
    const message = await waha.send(body.session, outgoing);
    if (fault !== null) return await befall(waha, die, fault, named, reply);
    return await reply.code(201).send(waMessage(message, waha.sessions.get(named)?.me()?.id ?? null));
  } catch (thrown) {
    // a fault with an answer has counted itself
    if (!(thrown instanceof Misanswer)) refuse(waha, named, thrown instanceof Refusal ? thrown.status : 500);
    throw thrown instanceof Misanswer ? thrown.answer : thrown;
  }
}

/** The answer of a fault, which is in the ledger already. */
class Misanswer extends Error {
  readonly answer: Refusal;

  constructor(answer: Refusal) {
    super('misanswered');
    this.answer = answer;
  }
}

/** A send that did not come so far as to be read: no key, no JSON, too large. */
export function refuseUnread(waha: Waha, status: number): void {
  waha.note({ t: 'received', s: '' });
  refuse(waha, '', status);
}

function refuse(waha: Waha, session: string, status: number): void {
  waha.note({ t: 'refused', s: session, status });
  waha.journal.flush();
}

async function befall(waha: Waha, die: () => void, fault: SendFault, session: string, reply: FastifyReply) {
  const { kind, after } = fault;
  if (kind === 'die') {
    // nothing is written: whoever dies writes nothing
    reply.hijack();
    die();
    return reply;
  }
  if (after) waha.note({ t: 'misanswered', s: session, kind });
  else refuse(waha, session, Number(kind) || 0);
  waha.journal.flush();
  if (kind === '422') throw new Misanswer(unexpectedStatus(session, 'STARTING', ['WORKING']));
  if (kind === '429') throw new Misanswer(tooMany(fault.retryAfterSeconds));
  if (kind === '500') throw new Misanswer(engineFailed('Evaluation failed'));
  if (kind === 'garbage') return reply.code(201).type('application/json').send('{"id":"true_91\u0000<html>');
  reply.hijack();
  if (kind === 'reset') reply.raw.socket?.resetAndDestroy();
  // a timeout: never answered, until the caller goes
  return reply;
}
