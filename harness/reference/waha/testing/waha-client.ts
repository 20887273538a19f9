import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StartedWaha, startWaha } from '../start-waha.ts';
import type { WahaOptions } from '../waha-options.ts';

/** Everything at once, and all of it read: a test that is about something else does not wait. */
const quick = {
  startMs: 0,
  sendMedianMs: 0,
  ackServerMs: 1,
  ackDeviceMs: 1,
  ackReadMs: 1,
  deliveredShare: 1,
  readShare: 1,
};

/** A WAHA in this process with a folder of its own, and a client of both its ports. `again` starts another on that folder. */
export async function startTestWaha(options: Partial<WahaOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'waha-'));
  const parameters = { ...quick, ...options.parameters };
  const start = () => startWaha({ folder, apiKey: 'secret-key', ...options, parameters });
  let waha: StartedWaha = await start();
  const ask = async (url: string, method: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(url, {
      ...{
        method,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
    let json: any = text;
    try {
      json = JSON.parse(text);
    } catch {
      // no JSON: the text itself
    }
    return { status: answer.status, body: json, headers: answer.headers };
  };
  const key = { 'x-api-key': 'secret-key' };
  const client = {
    call: (method: string, path: string, body?: unknown, headers = key) =>
      ask(`${waha.url}${path}`, method, body, headers),
    admin: (method: string, path: string, body?: unknown) => ask(`${waha.adminUrl}${path}`, method, body),
    send: (text: string, more: object = {}) =>
      client.call('POST', '/api/sendText', { session: 's1', chatId: '919800000001@c.us', text, ...more }),
    status: async (session = 's1') => (await client.call('GET', `/api/sessions/${session}`)).body.status,
    counts: async () => (await client.admin('GET', '/ledger')).body.all,
    /** Once it works. */
    open: async (name: string, config: object = {}) => {
      await client.call('POST', '/api/sessions', { name, config });
      await client.until(async () => (await client.status(name)) === 'WORKING');
    },
    until: async (holds: () => Promise<boolean>) => {
      const from = performance.now();
      while (!(await holds())) {
        if (performance.now() - from > 20_000) throw new Error('it never came to that');
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    again: async () => {
      await waha.close();
      waha = await start();
    },
    close: async () => {
      await waha.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return client;
}
