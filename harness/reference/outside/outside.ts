import type { IncomingMessage, ServerResponse } from 'node:http';
import { admin, pem } from './admin.ts';
import { createFaults } from './faults.ts';
import { answer, closed, listen, portOf } from './http.ts';
import { createLedger } from './ledger.ts';
import { type PushService, takePush } from './push-requests.ts';
import { createSubscriptions } from './subscriptions.ts';

export interface OutsideOptions {
  /** Left out: 127.0.0.1. */
  host?: string;
  /** Left out or 0: one that is free. */
  port?: number;
  adminPort?: number;
  /** What others call it by, without the port; left out: its host. Endpoints begin with it, and VAPID tokens name it. */
  name?: string;
  /** PayPal's certificate and its key, as PEM; null: none. */
  paypal?: { certificate: string; key: string } | null;
}

export interface Outside {
  /** What endpoints of subscriptions begin with. */
  origin: string;
  adminOrigin: string;
  close(): Promise<void>;
}

/** The world outside a level: a push service that decrypts what it gets, and PayPal's certificate. Rejects where a port is taken. */
export async function startOutside(options: OutsideOptions = {}): Promise<Outside> {
  const { host = '127.0.0.1', port = 0, adminPort = 0, name = host, paypal = null } = options;
  let origin = '';
  const service: PushService = {
    subscriptions: createSubscriptions(),
    faults: createFaults(),
    ledger: createLedger(),
    origin: () => origin,
  };
  const open = (request: IncomingMessage, response: ServerResponse) => {
    const id = /^\/push\/([\w-]{1,64})$/.exec(request.url ?? '')?.[1];
    if (request.method === 'POST' && id !== undefined) return takePush(service, id, request, response);
    if (request.url === '/paypal/cert.pem') return pem(response, paypal?.certificate ?? null);
    if (request.url === '/health') return answer(response, 200, { status: 'ok' });
    return answer(response, 404, { error: 'no such address' });
  };
  const outer = await listen((request, response) => void safely(open, request, response), host, port);
  const inner = await listen(
    (request, response) =>
      void safely(() => admin(service, paypal?.key ?? null, request, response), request, response),
    host,
    adminPort,
  ).catch(async (error: unknown) => {
    await closed(outer);
    throw error;
  });
  origin = `http://${name}:${portOf(outer)}`;
  return {
    origin,
    adminOrigin: `http://${name}:${portOf(inner)}`,
    close: async () => void (await Promise.all([closed(outer), closed(inner)])),
  };
}

/** A sender that breaks off in the middle is no reason to stop. */
async function safely(
  handle: (request: IncomingMessage, response: ServerResponse) => unknown,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await handle(request, response);
  } catch {
    if (response.headersSent || request.socket.destroyed) request.socket.destroy();
    else answer(response, 500, { error: 'internal error' });
  }
}
