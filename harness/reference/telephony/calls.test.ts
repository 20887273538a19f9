import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallRecord } from './call-record.ts';
import { createCalls } from './calls.ts';
import { openJournal } from './journal.ts';
import { Ledger } from './ledger.ts';
import { noFaults, usualParameters } from './parameters.ts';
import { createWebhooks } from './webhooks.ts';

const wanted = {
  ...{
    direction: 'outgoing' as const,
    tenant: 'sarkar',
    reference: '1',
    agentPhone: '+9198',
    customerPhone: '+9199',
  },
  ...{ callerId: '+9144', record: false, callback: null },
};
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'calls-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const open = (changed: CallRecord[] = [], most = 100) => {
  const ledger = new Ledger();
  const path = join(folder, 'journal', 'calls.jsonl');
  return {
    ledger,
    path,
    calls: createCalls(openJournal(path, most), ledger, (call) => void changed.push(call)),
  };
};
const event = (
  what: 'referred' | 'setup' | 'answered' | 'ended' | 'failed',
  atMs: number,
  sipStatus = 200,
) => ({
  ...{ what, atMs, sipStatus },
});

describe('the records of calls', () => {
  it('count each call once, whatever comes twice', () => {
    const changed: CallRecord[] = [];
    const { calls, ledger } = open(changed);
    const { sid } = calls.begin(wanted, 1);
    for (const one of [
      event('setup', 2),
      event('referred', 3),
      event('answered', 4),
      event('answered', 4),
      event('ended', 5),
      event('ended', 6),
    ])
      calls.take(sid, one);
    calls.take('unheard-of', event('ended', 7));
    expect(ledger).toMatchObject({
      ...{
        asked: 1,
        referred: 1,
        setUp: 1,
        answered: 1,
        ended: 1,
        mostTalking: 1,
        unknownEvents: 1,
        repeatedEvents: 2,
      },
    });
    expect(changed.length).toBe(3);
    expect(calls.open()).toEqual([]);
  });

  it('tell a call that was asked for twice under one name', () => {
    const { calls, ledger } = open();
    calls.begin(wanted, 1);
    calls.begin({ ...wanted, reference: '2' }, 1);
    calls.begin({ ...wanted, tenant: 'zinzuwadia' }, 1);
    expect(ledger.doubled).toBe(0);
    calls.begin(wanted, 2);
    expect([ledger.doubled, ledger.asked]).toEqual([1, 4]);
  });

  it('outlive the program, also one that died while it wrote', () => {
    const first = open();
    const [over, talking] = [
      first.calls.begin(wanted, 1),
      first.calls.begin({ ...wanted, reference: '2' }, 1),
    ];
    for (const { sid } of [over, talking])
      for (const one of [event('referred', 2), event('setup', 3), event('answered', 4)])
        first.calls.take(sid, one);
    first.calls.take(over.sid, event('ended', 5));
    appendFileSync(first.path, '{"sid":"cut sho');
    const second = open();
    expect(second.calls.open().map(({ sid }) => sid)).toEqual([talking.sid]);
    expect(second.ledger).toMatchObject({
      asked: 2,
      referred: 2,
      setUp: 2,
      answered: 2,
      ended: 1,
      doubled: 0,
    });
    // and a call is one line again
    expect(readFileSync(second.path, 'utf8').trim().split('\n').length).toBe(2);
    second.calls.take(talking.sid, event('ended', 9));
    expect(open().ledger.ended).toBe(2);
  });

  it('keep the latest', () => {
    const { calls } = open();
    for (let n = 0; n < 5; n++) calls.begin({ ...wanted, reference: String(n) }, n);
    expect(
      open([], 2)
        .calls.latest(10)
        .map(({ reference }) => reference),
    ).toEqual(['4', '3']);
  });
});

describe('webhooks', () => {
  let server: Server;
  let seen: { url: string; secret: unknown; body: { eventId: string } }[];
  let statuses: number[];
  beforeEach(async () => {
    [seen, statuses] = [[], []];
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (part) => {
        text += part;
      });
      request.on('end', () => {
        seen.push({
          url: request.url ?? '',
          secret: request.headers['x-webhook-secret'],
          body: JSON.parse(text),
        });
        response.statusCode = statuses.shift() ?? 200;
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => void server.close());

  const telling = (faults = {}) => {
    const ledger = new Ledger();
    const crmUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const kept: CallRecord[] = [];
    const webhooks = createWebhooks({
      ...{
        crmUrl,
        secret: 's3cret',
        publicUrl: 'http://pbx:8088',
        ledger,
        faults: { ...noFaults, ...faults },
      },
      parameters: { ...usualParameters, webhookRetryMs: 1 },
      onTold: (call) => void kept.push(call),
    });
    return { ledger, kept, webhooks };
  };
  const setUp = () => {
    const { calls } = open();
    const call = calls.begin(wanted, 1);
    calls.take(call.sid, event('setup', 2));
    return call;
  };

  it('go to the tenant under the secret, again under the same name until they are taken, and once', async () => {
    statuses = [500, 401];
    const { ledger, kept, webhooks } = telling();
    const call = setUp();
    webhooks.tell(call);
    webhooks.tell(call);
    await expect.poll(() => kept.length).toBe(1);
    webhooks.tell(call);
    expect(seen.map(({ url, secret }) => [url, secret])).toEqual(
      Array(3).fill(['/webhooks/sarkar/telephony', 's3cret']),
    );
    expect(new Set(seen.map(({ body }) => body.eventId)).size).toBe(1);
    expect(ledger.webhooks).toEqual({ sent: 3, delivered: 1, retried: 2, givenUp: 0 });
    expect(call.told).toEqual(['call.started']);
  });

  it('are given up after ten attempts', async () => {
    statuses = Array(20).fill(503);
    const { ledger, kept, webhooks } = telling();
    webhooks.tell(setUp());
    await expect.poll(() => kept.length, { timeout: 5_000 }).toBe(1);
    expect(ledger.webhooks).toEqual({ sent: 10, delivered: 0, retried: 9, givenUp: 1 });
  });

  it('go out twice where that is the fault', async () => {
    const { kept, webhooks } = telling({ doubleWebhooks: true });
    webhooks.tell(setUp());
    await expect.poll(() => kept.length).toBe(1);
    expect(seen.length).toBe(2);
  });
});
