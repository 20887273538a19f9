import type { IncomingMessage, ServerResponse } from 'node:http';
import { answer, bodyOf } from './http.ts';
import type { PushService } from './push-requests.ts';

const mostBytes = 65_536;

/**
 * What a test asks of the world outside: POST /subscriptions makes a browser, DELETE /subscriptions/<id> gives it up, POST /faults
 * plans faults, DELETE /faults ends them, GET /ledger counts, GET /ledger/entries tells each (a line of JSON for each),
 * GET /paypal/key.pem is what PayPal signs with.
 */
export async function admin(
  service: PushService,
  paypalKey: string | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked = `${request.method} ${request.url}`;
  const text = await bodyOf(request, mostBytes);
  if (text === null) return answer(response, 413, { error: 'the body is too large' });
  const dropped = /^DELETE \/subscriptions\/([\w-]+)$/.exec(asked)?.[1];
  if (dropped !== undefined) {
    const there = service.subscriptions.drop(dropped);
    return answer(response, there ? 200 : 404, there ? {} : { error: 'no such subscription' });
  }
  switch (asked) {
    case 'GET /health':
      return answer(response, 200, { status: 'ok' });
    case 'GET /ledger':
      return answer(response, 200, service.ledger.counts());
    case 'GET /ledger/entries':
      response.setHeader('content-type', 'application/x-ndjson');
      return void response.end(
        service.ledger
          .entries()
          .map((entry) => `${JSON.stringify(entry)}\n`)
          .join(''),
      );
    case 'GET /paypal/key.pem':
      return pem(response, paypalKey);
    case 'DELETE /faults':
      service.faults.clear();
      return answer(response, 200, {});
    case 'POST /faults':
    case 'POST /subscriptions':
      return withBody(service, asked, text.toString('utf8'), response);
    default:
      return answer(response, 404, { error: 'no such address' });
  }
}

function withBody(service: PushService, asked: string, text: string, response: ServerResponse): void {
  let body: Record<string, unknown>;
  try {
    body = JSON.parse(text || '{}');
    if (asked === 'POST /faults')
      for (const fault of Array.isArray(body) ? body : [body]) service.faults.plan(fault);
  } catch (error) {
    const why = error instanceof RangeError ? error.message : 'the body is no JSON';
    answer(response, 400, { error: why });
    return;
  }
  if (asked === 'POST /faults') {
    answer(response, 200, {});
    return;
  }
  const key = typeof body?.applicationServerKey === 'string' ? body.applicationServerKey : null;
  answer(response, 201, service.subscriptions.create(service.origin(), key));
}

/** A key or a certificate; 404 where there is none. */
export function pem(response: ServerResponse, text: string | null): void {
  if (text === null) {
    answer(response, 404, { error: 'there is none' });
    return;
  }
  response.setHeader('content-type', 'application/x-pem-file');
  response.end(text);
}
