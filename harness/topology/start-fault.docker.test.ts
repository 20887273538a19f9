import { afterAll, describe, expect, it } from 'vitest';
import { createCleanUp } from '../host/cleanup.ts';
import { connectEngine } from './engine.ts';
import { startSmallLevel } from './fixture-small-level.ts';
import { findRuns } from './leftovers.ts';
import type { StartProgress } from './start-level.ts';

const runId = 'start-fault-test';
const unhandled: unknown[] = [];
const remember = (reason: unknown) => void unhandled.push(reason);
process.on('unhandledRejection', remember);
afterAll(() => void process.off('unhandledRejection', remember));

describe('a level of which one VM does not become ready', () => {
  it('names it with its last log lines, tells how far it came, and leaves nothing behind', async () => {
    const cleanUp = createCleanUp();
    const progress: StartProgress[] = [];
    const vms: Parameters<typeof startSmallLevel>[0] = [
      { name: 'waha', roles: ['waha'] },
      { name: 'replica', roles: ['replica'], environment: { PRIMARY_HOST: 'nowhere' } },
      { name: 'telephony', roles: ['telephony'] },
    ];
    const onReady = (seen: StartProgress) => void progress.push(seen);
    const error = await startSmallLevel(vms, { runId, cleanUp, onReady, readyWithinMs: 12_000 }).then(
      () => null,
      (thrown) => thrown,
    );
    await cleanUp.run();
    expect(error).toMatchObject({ code: 'vm-not-ready', exitCode: 2 });
    expect(error.message).toContain('VM replica was not ready within 12 s');
    expect(error.detail).toContain('vm: replica, 1 vCPU');
    expect(progress.map(({ ready, of }) => [ready, of])).toEqual([
      [1, 3],
      [2, 3],
    ]);
    expect(progress.at(-1)?.waitingFor).toEqual(['replica']);
    const { docker } = await connectEngine();
    expect((await findRuns(docker)).filter((found) => found.runId === runId)).toEqual([]);
    expect(unhandled).toEqual([]);
  });

  it('tears down the others while they still start, and lets none come up afterwards', async () => {
    const cleanUp = createCleanUp();
    const vms: Parameters<typeof startSmallLevel>[0] = [
      // its entry point ends at once: a balancer without anything to send users to
      { name: 'balancer', roles: ['haproxy'], environment: { APP_HOSTS: '' } },
      { name: 'replica', roles: ['replica'], environment: { PRIMARY_HOST: 'nowhere' } },
    ];
    const error = await startSmallLevel(vms, { runId, cleanUp, readyWithinMs: 30_000 }).then(
      () => null,
      (thrown) => thrown,
    );
    const from = performance.now();
    await cleanUp.run();
    expect(error).toMatchObject({ code: 'vm-died', exitCode: 2 });
    expect(error.message).toContain('VM balancer ended while it started');
    expect(error.detail).not.toBe('');
    expect(performance.now() - from).toBeLessThan(20_000);
    const { docker } = await connectEngine();
    expect((await findRuns(docker)).filter((found) => found.runId === runId)).toEqual([]);
    expect(unhandled).toEqual([]);
  });
});
