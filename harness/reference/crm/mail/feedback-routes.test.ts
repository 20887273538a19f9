import { createHmac } from 'node:crypto';
import fastify from 'fastify';
import { expect, it, vi } from 'vitest';
import type { Crm } from '../crm.ts';
import { nobodyOutside } from '../outside-config.ts';
import { secretFor } from '../secrets.ts';
import { mailFeedbackRoutes } from './feedback-routes.ts';

const report = '{"mailId":7,"event":"bounced"}';

function headersOf(body: string, timestamp = Math.floor(Date.now() / 1_000)) {
  const secret = secretFor(nobodyOutside.secret, 'webhook', 'sarkar', 'mail');
  return {
    'content-type': 'application/json',
    'x-mail-timestamp': String(timestamp),
    'x-mail-signature': createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex'),
  };
}

it('counts what it takes and what it refuses, and logs the latter without a word of it', async () => {
  const counted: unknown[] = [];
  const fake = {
    outside: nobodyOutside,
    tenants: { idOf: async (slug: string) => (slug === 'sarkar' ? 2 : null) },
    // the tenant's only mail is 7
    primary: {
      asTenant: async (_: unknown, __: unknown, work: (query: unknown) => unknown) =>
        work(async (sql: string, [id]: unknown[]) => (sql.startsWith('select') && id === 7 ? [{ id }] : [])),
    },
    redis: { eval: async (...[, , , ...counts]: unknown[]) => void counted.push(...counts) },
  };
  const lines: string[] = [];
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  const app = fastify();
  app.decorateRequest('databaseTime');
  mailFeedbackRoutes(app, fake as unknown as Crm);
  const post = async (payload: string, headers: object, tenant = 'sarkar') =>
    (await app.inject({ method: 'POST', url: `/webhooks/${tenant}/mail`, payload, headers: { ...headers } }))
      .statusCode;
  const unknown = '{"mailId":8,"event":"bounced"}';
  const none = '{"mailId":7,"event":"read"}';
  const now = Math.floor(Date.now() / 1_000);
  const large = `{"mailId":7,"event":"bounced","reason":"${'x'.repeat(16_384)}"}`;
  expect([
    await post(report, headersOf(report)),
    await post(report, { 'content-type': 'application/json' }),
    await post(report, headersOf(unknown)),
    await post(report, headersOf(report, now - 400)),
    await post(report, { ...headersOf(report), 'content-type': 'text/plain' }),
    await post(none, headersOf(none)),
    await post('[]', headersOf('[]')),
    await post(unknown, headersOf(unknown)),
    await post(large, headersOf(large)),
    await post(report, headersOf(report), 'nobody'),
  ]).toEqual([200, 401, 401, 401, 415, 400, 400, 404, 413, 404]);
  await app.close();
  spy.mockRestore();
  expect(Object.fromEntries(pairs(counted))).toEqual({
    ...{ 'mail:accepted': 1, 'mail:unsigned': 1, 'mail:signature': 1, 'mail:late': 1, 'mail:type': 1 },
    ...{ 'mail:body': 3, 'mail:size': 1, 'mail:address': 1 },
  });
  expect(lines.length).toBe(1);
  expect(lines[0]).toMatch(/^crm: webhooks refused: mail of sarkar \(body\) 3, /);
  expect(lines[0]).not.toMatch(/nobody|[0-9a-f]{16}|bounced/);
});

function pairs(flat: readonly unknown[]): [string, number][] {
  return flat.flatMap((name, at) => (at % 2 === 0 ? [[String(name), Number(flat[at + 1])]] : []));
}
