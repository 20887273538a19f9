import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCleanUp } from '../../host/cleanup.ts';
import { startSmallLevel } from '../../topology/fixture-small-level.ts';
import type { StartedLevel } from '../../topology/start-level.ts';
import { controlGroupOf } from '../control-group.ts';
import { readerOf } from './reading.ts';

describe('readings of a container', () => {
  const cleanUp = createCleanUp();
  let level: StartedLevel;
  beforeAll(async () => {
    level = await startSmallLevel([{ name: 'redis', roles: ['redis'] }], {
      runId: 'containers-test',
      cleanUp,
    });
  });
  afterAll(async () => {
    await cleanUp.run();
  });

  it('from its control group are those that the engine gives, and a restart shows', async () => {
    const { container } = level.vmWith('redis');
    const read = await readerOf(container);
    const before = await read();
    const stats = await container.stats({ stream: false });
    const facts = await container.inspect();
    const after = await read();
    const engine = stats.cpu_stats.cpu_usage.total_usage;
    expect(engine).toBeGreaterThanOrEqual(before?.cpuNs ?? Number.NaN);
    expect(engine).toBeLessThanOrEqual(after?.cpuNs ?? Number.NaN);
    expect(after?.startedAt).toBe(facts.State.StartedAt);
    expect(after?.memoryBytes).toBeGreaterThan(10 * 1024 ** 2);
    // where this host shows the group, it is the group that was read
    const group = controlGroupOf(facts.Id, facts.State.Pid);
    await container.restart();
    expect(group?.read() ?? null).toBeNull();
    expect((await read())?.startedAt).not.toBe(before?.startedAt);
    await container.kill();
    expect(await read()).toBeNull();
  });
});
