import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createCleanUp } from '../host/cleanup.ts';
import { startSmallLevel } from '../topology/fixture-small-level.ts';
import type { StartedLevel } from '../topology/start-level.ts';

/** Three small Redis VMs: the cluster of Level 5. */
const names = ['redis-1', 'redis-2', 'redis-3'];
const vms: Parameters<typeof startSmallLevel>[0] = names.map((name) => ({
  ...{ name, roles: ['redis'], environment: { REDIS_HOSTS: names.join(' ') } },
}));

describe('three Redis VMs', () => {
  const cleanUp = createCleanUp();
  let level: StartedLevel;
  const vmNamed = (name: string) => level.vms.find((one) => one.name === name) as StartedLevel['vms'][number];
  const inVm = async (name: string, ...command: string[]) => {
    const { stdout, stderr } = await vmNamed(name).exec(command);
    return (stdout || stderr).trim();
  };
  const redis = (name: string, ...command: string[]) =>
    inVm(name, 'env', `REDISCLI_AUTH=${level.secrets.redis}`, 'redis-cli', ...command);
  const supervisor = (name: string, ...command: string[]) =>
    inVm(name, 'supervisorctl', '-c', '/opt/vm/supervisord.conf', ...command);
  const ready = (name: string) => inVm(name, 'bash', '-c', '/opt/vm/ready && echo ready');
  const allReady = () =>
    vi.waitFor(async () => expect(await Promise.all(names.map(ready))).toEqual(Array(3).fill('ready')), {
      ...{ timeout: 60_000, interval: 200 },
    });
  /** Id of the node that each VM's Redis is, and the slots that it serves. */
  const owners = () =>
    Promise.all(
      names.map(async (name) => {
        const mine = (await redis(name, 'cluster', 'nodes'))
          .split('\n')
          .find((one) => one.includes('myself'));
        return [mine?.split(' ')[0], mine?.split(' ').slice(8).join(' ')];
      }),
    );

  beforeAll(async () => {
    level = await startSmallLevel(vms, { runId: 'redis-cluster-test', cleanUp });
  });
  afterAll(async () => {
    await cleanUp.run();
  });

  it('are a cluster as soon as they are ready: every node sees all slots, shared out evenly', async () => {
    for (const name of names) {
      const info = await redis(name, 'cluster', 'info');
      expect(info).toContain('cluster_state:ok');
      expect(info).toContain('cluster_slots_ok:16384');
    }
    expect((await owners()).map(([, slots]) => slots)).toEqual(['0-5460', '5461-10921', '10922-16383']);
    const settings = (await level.readLimits('before')).flatMap((reading) => reading.settings);
    expect(settings.filter(({ matches }) => !matches)).toEqual([]);
    const read = (name: string) => settings.filter((one) => one.name === name).map((one) => one.read);
    expect(read('redis.cluster_enabled')).toEqual(['yes', 'yes', 'yes']);
    expect(read('redis.cluster_slots')).toEqual(['16384', '16384', '16384']);
    expect(read('redis.cluster_nodes')).toEqual(['3', '3', '3']);
    expect(read('vm.unexpected_exits')).toEqual(['0', '0', '0']);
    for (const name of names)
      await vi.waitFor(
        async () => expect(await supervisor(name, 'status', 'redis-cluster')).toContain('EXITED'),
        { timeout: 30_000, interval: 200 },
      );
  });

  it('let in nobody without the password', async () => {
    expect(await inVm('redis-1', 'redis-cli', '-h', 'redis-2', 'cluster', 'info')).toContain('NOAUTH');
  });

  it('give a key to whoever asks: set through one node, read through the others', async () => {
    // slots of 'a', 'b' and 'c': 15495, 3300 and 7365, so one for each node
    for (const key of ['a', 'b', 'c'])
      expect(await redis('redis-1', '-c', 'set', key, `kept ${key}`)).toBe('OK');
    for (const name of names)
      for (const key of ['a', 'b', 'c']) expect(await redis(name, '-c', 'get', key)).toBe(`kept ${key}`);
    expect(await redis('redis-1', 'get', 'a')).toBe('MOVED 15495 redis-3:6379');
    expect(await redis('redis-3', 'get', 'b')).toBe('MOVED 3300 redis-1:6379');
    expect(await Promise.all(names.map((name) => redis(name, 'dbsize')))).toEqual(['1', '1', '1']);
  });

  it('lose only the slots of a node that is gone, say so, and have it back with its keys', async () => {
    await supervisor('redis-3', 'stop', 'redis');
    await vi.waitFor(async () => expect(await ready('redis-1')).toContain('10922 of 16384 slots'), {
      ...{ timeout: 60_000, interval: 300 },
    });
    const lost = (await level.readLimits('after')).flatMap((reading) => reading.settings);
    expect(lost.filter(({ matches }) => !matches).map(({ name }) => name)).toContain('redis.cluster_slots');
    expect(await redis('redis-1', '-c', 'get', 'b')).toBe('kept b');
    expect(await redis('redis-2', '-c', 'set', 'c', 'changed')).toBe('OK');
    await supervisor('redis-3', 'start', 'redis');
    await allReady();
    expect(await redis('redis-1', '-c', 'get', 'a')).toBe('kept a');
  });

  it('are the same cluster with the same keys after all VMs were started again, whatever their addresses', async () => {
    const before = await owners();
    const addresses = () => Promise.all(names.map((name) => inVm(name, 'hostname', '-i')));
    const old = await addresses();
    await Promise.all(names.map((name) => vmNamed(name).container.stop({ t: 5 })));
    // the engine gives the lowest address first: it goes to who had the highest
    const last = (address: string) => Number(address.split('.').at(-1));
    const order = names
      .map((name, i) => ({ name, host: last(old[i] as string) }))
      .sort((a, b) => b.host - a.host);
    for (const { name } of order) await vmNamed(name).container.start();
    await allReady();
    expect(await addresses()).not.toEqual(old); // else the test shows less than it says
    expect(await owners()).toEqual(before);
    for (const key of ['a', 'b']) expect(await redis('redis-2', '-c', 'get', key)).toBe(`kept ${key}`);
    const settings = (await level.readLimits('after')).flatMap((reading) => reading.settings);
    expect(settings.filter(({ matches }) => !matches)).toEqual([]);
  });

  it('do not become ready with a node that came back empty, and keep what the others have', async () => {
    await supervisor('redis-2', 'stop', 'redis');
    await inVm('redis-2', 'bash', '-c', 'rm -rf /var/lib/vm/redis/*');
    await supervisor('redis-2', 'start', 'redis');
    for (const name of ['redis-2', 'redis-1']) await supervisor(name, 'start', 'redis-cluster');
    await vi.waitFor(async () => expect(await ready('redis-1')).toContain('redis-2 has lost its slots'), {
      ...{ timeout: 60_000, interval: 300 },
    });
    expect(await ready('redis-2')).toContain('redis is not ready');
    const nodes = (await level.readLimits('after')).flatMap(({ settings }) => settings);
    expect(nodes.filter(({ matches }) => !matches).map(({ name }) => name)).toContain('redis.cluster_nodes');
    expect((await owners()).map(([, slots]) => slots)).toEqual(['0-5460', '', '10922-16383']);
    expect(await redis('redis-1', '-c', 'get', 'a')).toBe('kept a');
  });

  it('take their slots though a Redis was slow to answer, and had its epoch from an earlier attempt', async () => {
    const slow = `#!/bin/bash
      [[ "$*" != *'cluster info'* || -e /tmp/slow/once ]] || { touch /tmp/slow/once; exit 124; }
      exec /usr/bin/redis-cli "$@"`;
    const run = `mkdir /tmp/slow; cd /tmp/slow; printf '%s' "$0" >redis-cli; chmod +x redis-cli; export REDISCLI_AUTH=$REDIS_PASSWORD
      redis-server --port 7000 --cluster-enabled yes --requirepass "$REDIS_PASSWORD" --save '' --daemonize yes >/dev/null
      until [[ $(/usr/bin/redis-cli -p 7000 ping) == PONG ]]; do sleep 0.1; done
      /usr/bin/redis-cli -p 7000 cluster set-config-epoch 1
      PATH=/tmp/slow:$PATH VM_NAME=redis-1 REDIS_HOSTS=redis-1 timeout 60 /opt/vm/roles/redis/join-cluster 7000
      ls once; /usr/bin/redis-cli -p 7000 cluster info | grep slots_ok; /usr/bin/redis-cli -p 7000 shutdown nosave`;
    expect((await inVm('redis-1', 'bash', '-c', run, slow)).split(/\s+/)).toEqual([
      ...['OK', ...'vm: the Redis cluster of 1 on port 7000 covers all slots'.split(' ')],
      ...['once', 'cluster_slots_ok:16384'],
    ]);
  });
});
