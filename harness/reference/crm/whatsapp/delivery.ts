import type { Crm } from '../crm.ts';
import { isUnreachable } from '../faults.ts';
import { HoldQueue, type JobInHand } from '../jobs/job.ts';
import { attempts } from '../jobs/jobs.ts';
import { log } from '../log.ts';
import type { StoreNumber } from './numbers.ts';
import { restoreSession } from './registration.ts';
import { type Text, type Waha, wahaServer } from './waha-client.ts';
import { WahaFault } from './waha-faults.ts';

/** WhatsApp will not take this message however often it is offered, or has not in all attempts: why. */
export class Undeliverable extends Error {}

/** What of a number is needed to send by it. */
export type Sender = Pick<StoreNumber, 'name' | 'storeId' | 'server' | 'status'>;

/** The last attempt of a job: whoever fails it says so in the database as well. */
const lastAttempt = attempts - 1;
/**
 * How long a number waits: for a server that is away or a session that is being restored. A campaign waits as long as its number does,
 * for nothing is wrong with its messages: it can be paused or cancelled.
 */
const awayMs = 1_000;
const notWorkingMs = 2_000;
const databaseAwayMs = 2_000;
const tooManyMs = 5_000;
const longestAskedMs = 300_000;
const mostReason = 300;
/** A wrong key is for somebody to put right. */
const wrongKeyMs = 10_000;

/**
 * Sends a text by a number, once as far as that can be: where an earlier attempt may have gone out (`perhapsSent`), it is
 * first looked for among the messages of the chat, and sent again, under the same id, only where it is not there. A WAHA that
 * had taken it and forgot it before it could show it makes it go out a second time: without WhatsApp's own promise to take an
 * id once, at least once is the best there is. Nobody is written to twice because an answer was lost on the way.
 *
 * Throws HoldQueue where the number or its server is in trouble, which is no attempt of
 * the message; Undeliverable where it is at an end; WahaFault where the message itself is to be tried once more.
 */
export function deliver(
  crm: Crm,
  job: JobInHand,
  sender: Sender,
  text: Text,
  perhapsSent: boolean,
): Promise<Taken> {
  return atWaha(crm, job, sender, async (waha) =>
    perhapsSent && (await waha.hasMessage(text)) ? found(text) : waha.sendText(text),
  );
}

/** Only looks whether the text has gone out in an earlier attempt; null where it has not. Throws as `deliver` does. */
export function lookFor(crm: Crm, job: JobInHand, sender: Sender, text: Text): Promise<Taken | null> {
  return atWaha(crm, job, sender, async (waha) => ((await waha.hasMessage(text)) ? found(text) : null));
}

/** A message that WhatsApp has, under its id and with the acknowledgement that it had then. */
export interface Taken {
  wahaId: string;
  ack: number;
}

const found = ({ wahaId }: Text): Taken => ({ wahaId, ack: 1 });

async function atWaha<T>(
  crm: Crm,
  job: JobInHand,
  sender: Sender,
  ask: (waha: Waha) => Promise<T>,
): Promise<T> {
  const waha = wahaServer(crm.outside.whatsapp, sender.server);
  if (waha === null) throw new HoldQueue(wrongKeyMs, 'there is no WAHA server for this number');
  try {
    return await ask(waha);
  } catch (error) {
    throw error instanceof WahaFault ? await whatFollows(crm, job, waha, sender, error) : error;
  }
}

async function whatFollows(
  crm: Crm,
  job: JobInHand,
  waha: Waha,
  sender: Sender,
  fault: WahaFault,
): Promise<Error> {
  if (fault.kind === 'refused') return new Undeliverable(fault.message);
  if (fault.kind === 'unauthorised') log(`whatsapp ${sender.name}: ${fault.message}`);
  const holdMs = await holdFor(crm, job, waha, sender, fault);
  if (holdMs !== null) return Object.assign(new HoldQueue(holdMs, fault.message), { cause: fault });
  return job.attemptsMade >= lastAttempt ? new Undeliverable(fault.message) : fault;
}

/** How long nothing of the number should be tried; null: it is well, and the trouble is with this one message. */
async function holdFor(
  crm: Crm,
  job: JobInHand,
  waha: Waha,
  sender: Sender,
  fault: WahaFault,
): Promise<number | null> {
  switch (fault.kind) {
    case 'unauthorised':
      return wrongKeyMs;
    case 'too-many':
      return Math.min(longestAskedMs, Math.max(1, fault.retryAfterMs ?? tooManyMs));
    case 'absent':
    case 'not-working':
      // The round would come to it as well, but later. Of a session that is well it is this message that WAHA does not like.
      return (await restoreIn(crm, job.data.tenantId, sender)) === 'WORKING' ? null : notWorkingMs;
    case 'away':
      return awayMs;
    default: {
      const status = await waha.session(sender.name).then(
        (session) => session.status,
        () => null,
      );
      return status === 'WORKING' ? null : awayMs;
    }
  }
}

/** State of the session as it was found; null where that is not known. */
async function restoreIn(crm: Crm, tenantId: number, sender: Sender): Promise<string | null> {
  const tenant = await crm.tenants.byId(tenantId);
  return tenant && restoreSession(crm, tenant, sender).catch(() => null);
}

/** Whether a number's session can send, as far as WAHA has told. Where it cannot, its queue rests: it is not knocked at. */
export function holdUnlessWorking({ name, status }: Sender): void {
  if (status !== 'WORKING') throw new HoldQueue(notWorkingMs, `session ${name} is ${status}`);
}

/** Does `work`; a database or Redis that does not answer is no attempt of the message. */
export async function whileThereIsADatabase(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isUnreachable(error)) throw new HoldQueue(databaseAwayMs, 'the database does not answer');
    throw error;
  }
}

/**
 * Why nothing more comes of a message, and its row is to say so: it is undeliverable, or what nobody foresaw has happened in all
 * attempts. Null: it is tried again.
 */
export function endOf(job: JobInHand, thrown: unknown): string | null {
  if (thrown instanceof Undeliverable) return thrown.message;
  if (job.attemptsMade < lastAttempt || thrown instanceof HoldQueue || isUnreachable(thrown)) return null;
  return `${(thrown as Error).message}`.replaceAll('\0', ' ').slice(0, mostReason);
}

/** Whether after this nothing can have gone out. */
export function isNotSent(thrown: unknown): boolean {
  const fault = thrown instanceof HoldQueue ? thrown.cause : thrown;
  return fault instanceof WahaFault && !fault.perhapsDone;
}
