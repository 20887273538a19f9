import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { serve } from './http.ts';

it('answers an address that is none with 400, and goes on', async () => {
  const server = await serve('127.0.0.1', 0, ({ path }) => ({ status: 200, body: { path } }));
  const { port } = server.address() as AddressInfo;
  const status = async (path: string) => {
    const asked = request({ host: '127.0.0.1', port, path }).end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    response.resume();
    return response.statusCode;
  };
  try {
    expect(await status('//')).toBe(400);
    expect(await status('http://[')).toBe(400);
    expect(await status('/calls')).toBe(200);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
