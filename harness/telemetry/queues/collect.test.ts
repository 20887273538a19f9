import { describe, expect, it } from 'vitest';
import { queuesSchema } from '../../core/evidence/outside.ts';
import type { Scene } from '../collector.ts';
import queues, { readingOf } from './collect.ts';

const depth = { waiting: 0, active: 0, delayed: 0, failed: 0, completed: 0, oldestWaitingMs: null };
const page = (...rows: object[]) => JSON.stringify({ queues: rows });
const window = { loadFromMs: 0, fromMs: 5000, toMs: 15_000 };
const facts = { vm: 'app-1' };

/** Every 5 s from 0. */
const series = (...readings: ReturnType<typeof readingOf>[]) =>
  readings.map((reading, i) => ({ atMs: i * 5000, reading }));

describe('the job queues', () => {
  it('reads what the contract has, and throws for anything else', () => {
    const told = { name: 'whatsapp', ...depth, waiting: 4, oldestWaitingMs: 120 };
    expect(readingOf(page(told))).toEqual({ whatsapp: { ...depth, waiting: 4, oldestWaitingMs: 120 } });
    expect(readingOf(page())).toEqual({});
    expect(() => readingOf('<html>')).toThrow('cannot be read');
    expect(() => readingOf(page({ ...told, waiting: -1 }))).toThrow('cannot be read');
    expect(() => readingOf('{"error":"no such path"}')).toThrow('cannot be read');
  });

  it('gives depth, age and throughput of each queue', () => {
    const mail = (completed: number) => ({ ...depth, completed });
    const data = queues.reduce(
      series(
        { mail: mail(10) },
        { mail: mail(20), whatsapp: { ...depth, waiting: 500, oldestWaitingMs: 900, delayed: 3 } },
        { mail: mail(30), whatsapp: { ...depth, waiting: 200, active: 5, oldestWaitingMs: 4000 } },
        { mail: mail(30), whatsapp: { ...depth, completed: 480, failed: 2 } },
      ),
      facts,
      window,
    );
    expect(queuesSchema.parse(data)).toEqual(data);
    expect(data.queues).toEqual([
      {
        ...{ name: 'mail', waitingMax: 0, activeMax: 0, delayedMax: 0, failed: 0, completed: 10 },
        oldestWaitingMaxMs: null,
      },
      {
        ...{ name: 'whatsapp', waitingMax: 500, activeMax: 5, delayedMax: 3, failed: 2, completed: 480 },
        oldestWaitingMaxMs: 4000,
      },
    ]);
    expect(data.seconds[2]).toEqual({ t: 10, waiting: 200, active: 5, oldestWaitingMs: 4000 });
  });

  it('does not guess what ended where Redis forgot its count, nor outside its readings', () => {
    const counts = [10, 20, 3, 9].map((completed) => ({ mail: { ...depth, completed } }));
    expect(queues.reduce(series(...counts), facts, window).queues[0]?.completed).toBeNull();
    expect(() => queues.reduce(series({}), facts, window)).toThrow('no readings around the window');
    expect(() => queues.reduce([], facts, window)).toThrow('no readings');
  });

  it('applies where a VM has the CRM behind an Nginx', () => {
    const applies = (...roles: string[]) =>
      queues.applies?.({ vms: [{ roles }] } as unknown as Scene['level']);
    expect([applies('app', 'nginx'), applies('cdn'), applies('postgres')]).toEqual([true, false, false]);
  });
});
