import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCleanUp } from '../host/cleanup.ts';
import { startSmallLevel } from '../topology/fixture-small-level.ts';
import type { StartedLevel } from '../topology/start-level.ts';

/** A primary and two replicas on small VMs: what Levels 4 and 5 are built of. */
const vms: Parameters<typeof startSmallLevel>[0] = [
  { name: 'db', roles: ['postgres'], ports: [5432] },
  { name: 'replica-1', roles: ['replica'], ports: [5432] },
  { name: 'replica-2', roles: ['replica'], ports: [5432] },
];

describe('a primary and its replicas', () => {
  const cleanUp = createCleanUp();
  let level: StartedLevel;
  const vmNamed = (name: string) => level.vms.find((one) => one.name === name) as StartedLevel['vms'][number];
  const psql = async (name: string, sql: string, user = 'crm_owner') => {
    const password = { crm_owner: level.secrets.owner, crm_monitor: level.secrets.monitor }[user] as string;
    const { exitCode, stdout, stderr } = await vmNamed(name).exec([
      ...['env', `PGPASSWORD=${password}`, 'psql', '-h', '127.0.0.1', '-U', user, '-d', 'crm', '-XAtqc', sql],
    ]);
    return exitCode === 0 ? stdout.trim() : stderr.trim();
  };
  const eventually = async (ask: () => Promise<string>, answer: string) => {
    let last = '';
    for (let attempt = 0; attempt < 100 && last !== answer; attempt++) last = await ask();
    expect(last).toBe(answer);
  };

  beforeAll(async () => {
    level = await startSmallLevel(vms, { runId: 'replica-test', cleanUp });
  });
  afterAll(async () => {
    await cleanUp.run();
  });

  it('stream: the primary knows each by its name, and all settings are as they should be', async () => {
    const names = await psql(
      'db',
      "SELECT string_agg(application_name || ' ' || state, ', ' ORDER BY 1) FROM pg_stat_replication",
      'crm_monitor',
    );
    expect(names.split(', ').sort()).toEqual(['replica-1 streaming', 'replica-2 streaming']);
    const settings = (await level.readLimits('before')).flatMap((reading) => reading.settings);
    expect(settings.filter(({ matches }) => !matches)).toEqual([]);
    expect(settings.filter(({ name }) => name === 'replica.receiver')).toHaveLength(2);
  });

  it('have what is written to the primary, and take no write themselves', async () => {
    await psql('db', 'CREATE TABLE probe (n int); INSERT INTO probe VALUES (41)');
    for (const name of ['replica-1', 'replica-2'])
      await eventually(() => psql(name, 'SELECT n FROM probe'), '41');
    expect(await psql('replica-1', 'INSERT INTO probe VALUES (1)')).toContain('read-only transaction');
  });

  it('go on without one that dies, and one that comes back catches up', async () => {
    const lost = vmNamed('replica-2');
    await lost.exec(['supervisorctl', '-c', '/opt/vm/supervisord.conf', 'stop', 'replica']);
    expect((await lost.exec(['/opt/vm/ready'])).exitCode).toBe(1);
    await psql('db', 'INSERT INTO probe SELECT generate_series(1, 1000)');
    await eventually(() => psql('replica-1', 'SELECT count(*) FROM probe'), '1001');
    await lost.exec(['supervisorctl', '-c', '/opt/vm/supervisord.conf', 'start', 'replica']);
    await eventually(() => psql('replica-2', 'SELECT count(*) FROM probe'), '1001');
  });

  it('are let in by their own role alone, which sees no database', async () => {
    const tried = await vmNamed('replica-1').exec([
      ...[
        'env',
        `PGPASSWORD=${level.secrets.replication}`,
        'psql',
        '-h',
        'db',
        '-U',
        'crm_replicator',
        '-d',
        'crm',
      ],
      ...['-c', 'SELECT 1'],
    ]);
    expect(tried.exitCode).not.toBe(0);
    expect(tried.stderr).toContain('rejects connection');
  });
});
