import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { topologySchema } from '../core/evidence/setup.ts';
import { createCleanUp } from '../host/cleanup.ts';
import { builtVmImage } from '../host/environment.ts';
import { connectEngine, type Engine } from './engine.ts';
import { startSmallLevel } from './fixture-small-level.ts';
import { findRuns } from './leftovers.ts';
import type { StartedLevel } from './start-level.ts';

const runId = 'foreign-vm-test';
const FOREIGN = 'capacity-test-foreign-waha:1';
/** A WAHA that knows nothing of this project: it answers a ping, after a while. */
const program = `require('http').createServer((q, r) => r.writeHead(q.url === '/ping' ? 200 : 501).end('{}')).listen(3000)`;

const cleanUp = createCleanUp();
let engine: Engine;
let level: StartedLevel;

/** An image with other contents of its beginning than the VM image has. */
async function makeForeignImage(): Promise<void> {
  const { docker } = engine;
  const container = await docker.createContainer({
    Image: builtVmImage() as string,
    Labels: { 'capacity.run': runId },
  });
  const image = { repo: FOREIGN.split(':')[0], tag: '1' };
  const changes = [`ENTRYPOINT ["node","-e",${JSON.stringify(program)}]`, 'CMD []'];
  await container.commit({ ...image, changes: changes as unknown as string });
  await container.remove({ force: true, v: true });
}

beforeAll(async () => {
  engine = await connectEngine();
  await makeForeignImage();
  level = await startSmallLevel([{ name: 'waha', roles: ['waha', 'exporters'], image: FOREIGN }], {
    ...{ runId, cleanUp, readyWithinMs: 60_000 },
    // a role that is there already stands in for one of the world outside
    testHosts: [{ name: 'outside', roles: ['waha'], ports: [3000] }],
  });
});
afterAll(async () => {
  await cleanUp.run();
  await engine?.docker.getImage(FOREIGN).remove({ force: true });
});

describe('a VM of an image of the user’s own, and a test host beside it', () => {
  it('are told apart from the level’s VMs, and each image stands in the evidence', () => {
    const topology = topologySchema.parse(level.topology);
    expect(topology.vms).toMatchObject([{ vm: 'waha', image: FOREIGN, imageOwner: 'user', foreign: true }]);
    expect(topology.testHosts).toMatchObject([
      { host: 'outside', image: builtVmImage(), imageOwner: 'project' },
    ]);
    expect(level.vms.map(({ name }) => name)).toEqual(['waha']);
    expect(level.testHosts.map(({ name }) => name)).toEqual(['outside']);
  });

  it('is ready when it answers, though the level file publishes none of its ports', async () => {
    const waha = level.vms[0] as StartedLevel['vms'][number];
    expect((await fetch(`http://127.0.0.1:${waha.port(3000)}/ping`)).status).toBe(200);
  });

  it('has its limits, and says that its settings are not told', async () => {
    const readings = await level.readLimits('before');
    expect(readings.map(({ vm }) => vm)).toEqual(['waha']);
    expect(readings[0]?.settings.map(({ name, matches }) => [name, matches])).toEqual([
      ...['cpu.quota', 'cpu.cores', 'memory.limit', 'vm.settings'].map((name) => [name, true]),
    ]);
    expect(readings[0]?.settings.at(-1)?.read).toBe('settings not told by a foreign image');
  });

  it('knows the keys that it is asked with, and no password of the level', async () => {
    const waha = level.vms[0] as StartedLevel['vms'][number];
    const { Env } = (await waha.container.inspect()).Config;
    expect(Env).toContain(`WAHA_API_KEY=${level.secrets.waha}`);
    const { owner, redis, crm, telephony } = level.secrets;
    for (const secret of [owner, redis, crm, telephony]) expect(Env.join(' ')).not.toContain(secret);
  });

  it('reach each other by name', async () => {
    const host = level.testHosts[0] as StartedLevel['vms'][number];
    const asked = await host.exec([
      'curl',
      '-sS',
      '-o',
      '/dev/null',
      '-w',
      '%{http_code}',
      'http://waha:3000/ping',
    ]);
    expect(asked.stdout).toBe('200');
  });

  it('a test host that ends is a fault of the harness, and the clean-up takes it too', async () => {
    const host = level.testHosts[0] as StartedLevel['vms'][number];
    await host.container.kill();
    await expect(level.died).rejects.toMatchObject({
      code: 'load-failed',
      message: expect.stringContaining('test host outside'),
    });
    expect(level.lost).toEqual([]);
    await level.stop();
    expect((await findRuns(engine.docker)).filter((found) => found.runId === runId)).toEqual([]);
  });
});
