import { once } from 'node:events';
import WebSocket from 'ws';

/** A browser that is connected to the CRM's live updates, and what it was told. */
export interface Browser {
  socket: WebSocket;
  /** Without hello. */
  told: Record<string, unknown>[];
  /** Code that it was closed with. */
  closed: Promise<number>;
}

/** Connects and waits for hello. Rejects with the HTTP status where it is refused. */
export async function connectBrowser(
  base: string,
  cookie: string,
  headers: Record<string, string> = {},
): Promise<Browser> {
  const socket = new WebSocket(`${base.replace(/^http/, 'ws')}/api/live`, {
    headers: { ...(cookie && { cookie }), ...headers },
  });
  const told: Record<string, unknown>[] = [];
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const hello = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as Record<string, unknown>;
      if (message.type === 'hello') resolve();
      else told.push(message);
    });
  });
  const refused = once(socket, 'unexpected-response').then(([, answer]) => {
    throw new Error(`refused with ${(answer as { statusCode: number }).statusCode}`);
  });
  refused.catch(() => {});
  await Promise.race([hello, refused]);
  return { socket, told, closed };
}
