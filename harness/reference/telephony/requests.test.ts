import { describe, expect, it } from 'vitest';
import { createChance } from './chance.ts';
import { readConnectForm } from './connect-form.ts';
import { noFaults, setFaults, setParameters, usualParameters } from './parameters.ts';
import { createRateLimit } from './rate-limit.ts';
import { readAnswer, referMessage } from './sip.ts';

const form = (more: Record<string, string> = {}) =>
  new URLSearchParams({
    From: '+9198000',
    To: '+9199000',
    CallerId: '044123',
    CustomField: 'sarkar:12',
    ...more,
  });

describe('the form that asks for a call', () => {
  it("is read in Exotel's words, with its longest call where none is given", () => {
    expect(readConnectForm(form({ To: '9199000', Record: 'true' }))).toEqual({
      ...{ from: '+9198000', to: '9199000', callerId: '044123', timeLimitS: 14_400, record: true },
      ...{ customField: 'sarkar:12', tenant: 'sarkar', reference: '12', callback: null },
    });
  });

  it.each([
    ['To', ''],
    ['To', '+91990\r\nX-Script: busy'],
    ['From', 'sip:someone@elsewhere'],
    ['TimeLimit', '0'],
    ['CallType', 'promo'],
    ['CustomField', `sarkar:${'1'.repeat(128)}`],
    ['CustomField', '../admin:1'],
    ['StatusCallback', 'javascript:1'],
  ])('is refused with a wrong %s: %s', (name, value) =>
    expect(() => readConnectForm(form({ [name]: value }))).toThrow(name),
  );
});

it('lets so many pass in any minute, and counts none that did not pass', () => {
  const passes = createRateLimit();
  expect([0, 1, 2, 3].map((atMs) => passes(atMs, 2))).toEqual([true, true, false, false]);
  expect([59_999, 60_000, 60_000, 60_001].map((atMs) => passes(atMs, 2))).toEqual([false, true, false, true]);
});

it('draws the same calls from the same seed, in the shares that are set', () => {
  const parameters = { ...usualParameters, noAnswerShare: 0.3, busyShare: 0.2 };
  const drawn = (seed: number) => {
    const draw = createChance(seed);
    return Array.from({ length: 2_000 }, () => draw(parameters));
  };
  const scripts = drawn(7);
  expect(drawn(7)).toEqual(scripts);
  expect(drawn(8)).not.toEqual(scripts);
  const share = (outcome: string) => scripts.filter((one) => one.outcome === outcome).length / scripts.length;
  expect(share('silent')).toBeCloseTo(0.3, 1);
  expect(share('busy')).toBeCloseTo(0.2, 1);
  const [least, most] = parameters.ringMs;
  expect(scripts.every(({ ringMs }) => ringMs >= least && ringMs <= most)).toBe(true);
});

it.each([
  [{ talkMs: [5, 1] }, 'talkMs'],
  [{ ringMs: [0, 30_000] }, 'ringLimitMs'],
  [{ busyShare: 1.5 }, 'busyShare'],
  [{ busyShare: 0.9, noAnswerShare: 0.9 }, 'together'],
  [{ busy: 1 }, 'unknown'],
  [{ constructor: 1 }, 'unknown'],
  [[], 'object'],
])('takes over nothing of wrong parameters: %j', (given, why) => {
  const parameters = { ...usualParameters };
  expect(() => setParameters(parameters, given)).toThrow(why);
  expect(parameters).toEqual(usualParameters);
});

it('takes faults by name', () => {
  const faults = { ...noFaults };
  setFaults(faults, { refuseWith: 429 });
  expect(faults).toEqual({ ...noFaults, refuseWith: 429 });
  expect(() => setFaults(faults, { refuseWith: 200 })).toThrow('refuseWith');
  expect(() => setFaults(faults, { doubleWebhooks: 1 })).toThrow('doubleWebhooks');
});

it('asks a phone to call by a REFER of one line each, and reads what comes back', () => {
  const text = referMessage(
    {
      ...{ sid: 'abc', phone: '9198', at: { host: 'outside', port: 5070 }, to: '9199', ringLimitMs: 30_000 },
      ...{ script: { outcome: 'answer', ringMs: 5, talkMs: 6 }, timeLimitS: 60, record: true },
    },
    '10.0.0.2',
    5066,
  );
  expect(text.split('\r\n')).toEqual(
    expect.arrayContaining([
      'REFER sip:9198@outside:5070 SIP/2.0',
      'Refer-To: <sip:9199@10.0.0.2>',
      'X-Record: 1',
    ]),
  );
  expect(text.endsWith('\r\n\r\n')).toBe(true);
  expect(readAnswer('SIP/2.0 202 Accepted\r\nCall-ID: abc\r\n\r\n')).toEqual({ status: 202, callId: 'abc' });
  for (const none of ['', 'REFER x SIP/2.0\r\nCall-ID: abc\r\n\r\n', 'SIP/2.0 202 Accepted\r\n\r\n'])
    expect(readAnswer(none)).toBeNull();
});
