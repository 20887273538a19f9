import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ackDelayMs, acksUpTo, drawFate } from './ack-plan.ts';
import { keyCheck } from './api-key.ts';
import { SendRate } from './ban.ts';
import { Chance } from './chance.ts';
import { optionsFrom } from './environment.ts';
import { chatIdOf, newEventId, newMessageId, serializedId } from './ids.ts';
import { changed, environmentName, fallbacks, parametersFrom } from './parameters.ts';
import { retryAfterMs } from './retry-plan.ts';
import { SendFaults, sendFaultFrom } from './send-faults.ts';
import { statusAfter } from './session-status.ts';
import { signatureOf } from './signature.ts';

describe("a webhook's signature", () => {
  it('is that of the documentation', () => {
    const body = '{"event":"message","session":"default","engine":"WEBJS"}';
    const documented =
      '208f8a55dde9e05519e898b10b89bf0d0b3b0fdf11fdbf09b6b90476301b98d8097c462b2b17a6ce93b6b47a136cf2e78a33a63f6752c2c1631777076153fa89';
    expect(signatureOf(body, 'my-secret-key')).toBe(documented);
    expect(signatureOf(`${body} `, 'my-secret-key')).not.toBe(documented);
  });
});

describe('the retries of a webhook', () => {
  const plan = (policy: 'constant' | 'linear' | 'exponential', unit = 0.5) =>
    [1, 2, 3, 4].map((failed) => retryAfterMs({ policy, delaySeconds: 2, attempts: 3 }, failed, unit));

  it('come after constant, linear and exponential waits, as often as configured', () => {
    expect(plan('constant')).toEqual([2000, 2000, 2000, null]);
    expect(plan('linear')).toEqual([2000, 4000, 6000, null]);
    expect(plan('exponential')).toEqual([2000, 4000, 8000, null]);
  });

  it('are up to a fifth earlier or later where they are exponential, and never otherwise', () => {
    expect(plan('exponential', 0)).toEqual([1600, 3200, 6400, null]);
    expect(plan('exponential', 1)).toEqual([2400, 4800, 9600, null]);
    expect(plan('linear', 0)).toEqual(plan('linear', 1));
  });

  it('are fifteen, 2 s apart, where nothing is said', () => {
    expect([1, 15, 16].map((failed) => retryAfterMs(undefined, failed, 0))).toEqual([2000, 2000, null]);
    expect(retryAfterMs({ attempts: 0 }, 1, 0)).toBeNull();
  });
});

describe('acks', () => {
  it('come in order up to the fate of the message; a failure comes alone', () => {
    expect([acksUpTo(3), acksUpTo(2), acksUpTo(1), acksUpTo(-1)]).toEqual([[1, 2, 3], [1, 2], [1], [-1]]);
  });

  it('are as often delivered, read and failed as the parameters say', () => {
    const chance = new Chance(7);
    const of = (changes: object) => {
      const fates = Array.from({ length: 4000 }, () => drawFate({ ...fallbacks, ...changes }, chance));
      return (fate: number) => fates.filter((one) => one === fate).length / fates.length;
    };
    const fates = of({ deliveredShare: 0.8, readShare: 0.5, ackErrorShare: 0.1 });
    expect(fates(-1)).toBeCloseTo(0.1, 1);
    expect(fates(1)).toBeCloseTo(0.18, 1);
    expect(fates(3)).toBeCloseTo(0.36, 1);
    expect(of({ deliveredShare: 1, readShare: 1 })(3)).toBe(1);
  });

  it('come after delays whose median is the parameter', () => {
    const chance = new Chance(3);
    const delays = Array.from({ length: 2001 }, () => ackDelayMs(2, fallbacks, chance)).sort((a, b) => a - b);
    expect(delays[1000]).toBeGreaterThan(fallbacks.ackDeviceMs * 0.95);
    expect(delays[1000]).toBeLessThan(fallbacks.ackDeviceMs * 1.05);
    expect(ackDelayMs(3, { ...fallbacks, spread: 0 }, chance)).toBe(fallbacks.ackReadMs);
  });
});

describe('draws', () => {
  it('are the same for the same seed, and others for another', () => {
    const draws = (seed: number) => {
      const chance = new Chance(seed);
      return Array.from({ length: 5 }, () => chance.delayMs(100, 0.4));
    };
    expect(draws(1)).toEqual(draws(1));
    expect(draws(1)).not.toEqual(draws(2));
  });
});

describe('a session', () => {
  it('starts to work where it is paired, shows codes where it is not, and fails where it is banned', () => {
    expect(statusAfter('STOPPED', 'start')).toBe('STARTING');
    expect(statusAfter('STARTING', 'started-paired')).toBe('WORKING');
    expect(statusAfter('STARTING', 'started-unpaired')).toBe('SCAN_QR_CODE');
    expect(statusAfter('STARTING', 'started-banned')).toBe('FAILED');
    expect(statusAfter('SCAN_QR_CODE', 'qr-expired')).toBe('SCAN_QR_CODE');
    expect(statusAfter('SCAN_QR_CODE', 'qr-exhausted')).toBe('FAILED');
    expect(statusAfter('WORKING', 'banned')).toBe('FAILED');
  });

  it('stops from every status, and does nothing twice', () => {
    for (const status of ['STARTING', 'SCAN_QR_CODE', 'WORKING', 'FAILED'] as const) {
      expect(statusAfter(status, 'stop')).toBe('STOPPED');
      expect(statusAfter(status, 'start')).toBeNull();
    }
    expect(statusAfter('STOPPED', 'stop')).toBeNull();
    expect(statusAfter('FAILED', 'paired')).toBeNull();
  });
});

describe('a ban', () => {
  it('comes with one message more than is allowed in any 60 s', () => {
    const rate = new SendRate();
    expect([0, 1000, 2000].map((at) => rate.exceeds(3, at))).toEqual([false, false, false]);
    expect(rate.exceeds(3, 59_999)).toBe(true);
    expect(rate.exceeds(3, 130_000)).toBe(false);
    const free = new SendRate();
    expect(Array.from({ length: 1000 }, (_, at) => free.exceeds(0, at))).not.toContain(true);
  });
});

describe('ids', () => {
  it('have the forms of WhatsApp and of WAHA, and none comes twice', () => {
    expect(newMessageId()).toMatch(/^3EB0[0-9A-F]{18}$/);
    expect(serializedId(true, '919800000000@c.us', 'AB')).toBe('true_919800000000@c.us_AB');
    expect(newEventId(1_700_000_000_000)).toMatch(/^evt_01hf7yat00[0-9a-hjkmnp-tv-z]{16}$/);
    expect(new Set(Array.from({ length: 1000 }, newMessageId)).size).toBe(1000);
  });

  it('are chats in the forms that WAHA takes', () => {
    expect(chatIdOf('+919800000000')).toBe('919800000000@c.us');
    expect(chatIdOf('919800000000@s.whatsapp.net')).toBe('919800000000@c.us');
    expect(chatIdOf('120363-11@g.us')).toBe('120363-11@g.us');
    for (const wrong of ['', 'me', '123@c.us; x', '91980@example.com', `${'9'.repeat(60)}@c.us`])
      expect(chatIdOf(wrong), wrong).toBeNull();
  });
});

describe('parameters', () => {
  it('are read from the environment, each by its name', () => {
    expect(environmentName('sendMedianMs')).toBe('WAHA_SEND_MEDIAN_MS');
    const given = { WAHA_SEND_MEDIAN_MS: '5', WAHA_BAN_ABOVE_PER_MINUTE: '20', WAHA_SPREAD: '' };
    expect(parametersFrom(given)).toEqual({ ...fallbacks, sendMedianMs: 5, banAbovePerMinute: 20 });
  });

  it('are refused with their name where they are unknown or out of range, and nothing changes', () => {
    for (const wrong of [
      { readShare: 1.1 },
      { readShare: '1' },
      { webhookQueue: 1.5 },
      { spread: Number.NaN },
    ])
      expect(() => changed(fallbacks, { sendMedianMs: 1, ...wrong })).toThrow(
        Object.keys(wrong)[0] as string,
      );
    expect(() => changed(fallbacks, { toString: 1 })).toThrow('there is no parameter toString');
    expect(() => parametersFrom({ WAHA_FAILURE_SHARE: 'often' })).toThrow('failureShare must be a number');
    expect(fallbacks.sendMedianMs).toBe(100);
  });
});

describe('the environment', () => {
  it('gives what WAHA reads from its own', () => {
    const options = optionsFrom({
      ...{ WAHA_API_KEY: 'k', WAHA_API_KEY_EXCLUDE_PATH: 'ping', WAHA_WORKER_RESTART_SESSIONS: 'False' },
      ...{ WHATSAPP_HOOK_URL: 'http://a/b', WHATSAPP_HOOK_EVENTS: 'message, message.ack' },
    });
    expect(options).toMatchObject({ apiKey: 'k', openPaths: ['ping'], restartsSessions: false, port: 3000 });
    expect(options.webhook).toMatchObject({ url: 'http://a/b', events: ['message', 'message.ack'] });
    expect(() => optionsFrom({ WHATSAPP_DEFAULT_ENGINE: 'X' })).toThrow('WHATSAPP_DEFAULT_ENGINE must be');
    expect(() => optionsFrom({ WAHA_ADMIN_PORT: '0.5' })).toThrow('WAHA_ADMIN_PORT must be a port');
  });
});

describe('a key', () => {
  it('is checked as plain text or by its hash, and nothing else passes', () => {
    const hash = `sha512:${createHash('sha512').update('secret').digest('hex')}`;
    const plain = keyCheck('secret');
    expect([plain('secret'), plain('Secret'), plain(undefined), plain('')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    // a hash is not the key itself
    expect([keyCheck(hash)('secret'), keyCheck(hash)(hash)]).toEqual([true, false]);
    expect(keyCheck('')(undefined)).toBe(true);
  });
});

describe('faults of sends', () => {
  it('befall as many sends as they were planned for, of their session, in their order', () => {
    const faults = new SendFaults();
    faults.plan(sendFaultFrom({ kind: 'timeout', count: 2, session: 'a' }));
    faults.plan(sendFaultFrom({ kind: 500 }));
    const kinds = ['b', 'a', 'a', 'a'].map((session) => faults.next(session)?.kind ?? null);
    expect(kinds).toEqual(['500', 'timeout', 'timeout', null]);
    faults.plan(sendFaultFrom({ kind: '429', count: 'all' }));
    expect([1, 2, 3].map(() => faults.next('a')?.kind)).toEqual(['429', '429', '429']);
    faults.clear();
    expect(faults.next('a')).toBeNull();
  });

  it('are refused where they are none', () => {
    for (const wrong of [
      {},
      { kind: 'slow' },
      { kind: '500', count: 0 },
      { kind: '500', after: 1 },
      { kind: '500', x: 1 },
    ])
      expect(() => sendFaultFrom(wrong)).toThrow(RangeError);
  });
});
