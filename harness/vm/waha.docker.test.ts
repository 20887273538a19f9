import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCleanUp } from '../host/cleanup.ts';
import { execInVm, printedInVm, startSmallLevel } from '../topology/fixture-small-level.ts';
import type { StartedLevel } from '../topology/start-level.ts';

const messages = Array.from({ length: 40 }, (_, n) => `M${n}`);

/** Takes webhooks on port 9999 of its VM, and writes each to a file. */
const receiver = `require('node:http').createServer((request, response) => {
  let text = '';
  request.on('data', (part) => { text += part; });
  request.on('end', () => { require('node:fs').appendFileSync('/tmp/webhooks', text + '\\n'); response.end(); });
}).listen(9999)`;

describe('a WhatsApp VM', () => {
  const cleanUp = createCleanUp();
  let level: StartedLevel;
  let url: string;
  let adminUrl: string;
  const inVm = (...command: string[]) => printedInVm(level, 'waha', command);
  const call = async (method: string, path: string, body?: object) => {
    const headers = { 'x-api-key': level.secrets.waha, ...(body && { 'content-type': 'application/json' }) };
    const signal = AbortSignal.timeout(15_000);
    return fetch(`${url}${path}`, { method, headers, signal, ...(body && { body: JSON.stringify(body) }) });
  };
  const status = () =>
    call('GET', '/api/sessions/s1')
      .then(async (answer) => ((await answer.json()) as { status: string }).status)
      .catch(() => null);
  const pace = async (sendMedianMs: number) => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ sendMedianMs });
    expect((await fetch(`${adminUrl}/parameters`, { method: 'POST', headers, body })).status).toBe(200);
  };
  const ledger = async () =>
    (await fetch(`${adminUrl}/ledger`)).json() as Promise<{ all: Record<string, number> }>;
  const lines = (text: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  beforeAll(async () => {
    const environment = {
      ...{ WAHA_SEND_MEDIAN_MS: '40', WAHA_ACK_DEVICE_MS: '50', WAHA_ACK_READ_MS: '200' },
      ...{ WAHA_DELIVERED_SHARE: '1', WAHA_READ_SHARE: '1' },
    };
    level = await startSmallLevel([{ name: 'waha', roles: ['waha'], ports: [3000, 3900], environment }], {
      ...{ runId: 'waha-vm-test', cleanUp },
    });
    const vm = level.vmWith('waha');
    url = `http://127.0.0.1:${vm.port(3000)}`;
    adminUrl = `http://127.0.0.1:${vm.port(3900)}`;
  });
  afterAll(async () => {
    await cleanUp.run();
  });

  it('runs with the settings that it should, and lets nobody in without the key', async () => {
    const settings = (await level.readLimits('before')).flatMap((reading) => reading.settings);
    expect(settings.filter(({ matches }) => !matches)).toEqual([]);
    expect(settings.map(({ name }) => name)).toContain('waha.with_key');
    expect(JSON.stringify(settings)).not.toContain(level.secrets.waha);
    expect((await fetch(`${url}/api/sessions`)).status).toBe(401);
  });

  it('killed in the middle of its sends, knows what it sent, works again, and sends nothing twice', async () => {
    const background =
      'node -e "$0" >/dev/null 2>&1 & until (: </dev/tcp/127.0.0.1/9999) 2>/dev/null; do sleep 0.1; done';
    await execInVm(level, 'waha', ['bash', '-c', background, receiver]);
    const webhooks = [{ url: 'http://127.0.0.1:9999/', events: ['message.ack'], hmac: { key: 'k' } }];
    expect((await call('POST', '/api/sessions', { name: 's1', config: { webhooks } })).status).toBe(201);
    await expect.poll(status, { timeout: 10_000 }).toBe('WORKING');

    const send = (id: string) =>
      call('POST', '/api/sendText', { session: 's1', chatId: '919800000001@c.us', text: `about ${id}`, id })
        .then((answer) => answer.status)
        .catch(() => 0);
    // so slow that the batch is still under way when it is killed, on a busy host too
    await pace(300);
    const first = Promise.all(messages.map(send));
    const begun = { timeout: 20_000, interval: 20 };
    await expect.poll(async () => (await ledger()).all.sent, begun).toBeGreaterThan(2);
    await inVm('supervisorctl', '-c', '/opt/vm/supervisord.conf', 'signal', 'KILL', 'waha');
    const statuses = await first;
    const confirmed = messages.filter((_, n) => statuses[n] === 201);
    expect(confirmed.length).toBeGreaterThan(0);
    expect(confirmed.length).toBeLessThan(messages.length);

    // the supervisor starts it, and the session starts by itself
    await expect.poll(status, { timeout: 20_000 }).toBe('WORKING');
    await pace(10);
    const known = lines(await (await fetch(`${adminUrl}/ledger/messages?session=s1`)).text());
    const ids = known.map(({ id }) => id.split('_').at(-1));
    expect(confirmed.filter((id) => !ids.includes(id))).toEqual([]);

    for (const id of messages.filter((one) => !confirmed.includes(one))) expect(await send(id), id).toBe(201);
    const { all } = await ledger();
    expect(all).toMatchObject({ sent: messages.length, doubledWithOtherText: 0 });
    expect((all.accepted ?? 0) - (all.doubled ?? 0)).toBe(messages.length);
    // each of its acks has been told, also of those that were sent before it died
    const told = async () => {
      const acks = lines(await inVm('cat', '/tmp/webhooks')).map(
        ({ payload }) => `${payload.id} ${payload.ack}`,
      );
      return new Set(acks).size;
    };
    await expect.poll(told, { timeout: 20_000 }).toBe(3 * messages.length);
  });
});
