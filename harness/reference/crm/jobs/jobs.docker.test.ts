import { afterAll, beforeAll, expect, it } from 'vitest';
import { startThrowawayVm, type ThrowawayVm } from '../../../../seed/throwaway-vm.ts';
import { openConsumers } from './consumers.ts';
import { readDepths } from './depths.ts';
import { openJobs } from './jobs.ts';

let vm: ThrowawayVm;
beforeAll(async () => {
  vm = await startThrowawayVm();
});
afterAll(async () => {
  await vm?.[Symbol.asyncDispose]();
});

it('holds a pace over two consumers of one queue', async () => {
  const jobs = openJobs(vm.redisUrl());
  const begun: number[] = [];
  const consumer = {
    queue: 'whatsapp-paced-1',
    concurrency: 4,
    limit: { most: 1, everyMs: 100 },
    handle: async () => void begun.push(performance.now()),
  };
  const both = [openConsumers(vm.redisUrl()), openConsumers(vm.redisUrl())];
  for (const one of both) one.ensure([consumer]);
  const many = Array.from({ length: 20 }, (_, n) => ({ name: 'send', id: `m-${n}`, data: { tenantId: 1 } }));
  await jobs.addMany(consumer.queue, [...many, ...many]);
  await expect.poll(() => begun.length, { timeout: 10_000 }).toBe(20);
  const tookMs = (begun.at(-1) as number) - (begun[0] as number);
  expect(tookMs).toBeGreaterThan(1_700);
  expect(tookMs).toBeLessThan(2_600);
  expect(await readDepths(jobs, Date.now())).toEqual([
    {
      name: consumer.queue,
      waiting: 0,
      active: 0,
      delayed: 0,
      failed: 0,
      completed: 20,
      oldestWaitingMs: null,
    },
  ]);
  await Promise.all(both.map((one) => one.close()));
  await jobs.close();
});
