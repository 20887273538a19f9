import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STAFF_PASSWORD, staffEmail } from '../../scenarios/lib/staff.ts';
import { seedDatabase } from '../../seed/seed-database.ts';
import { tenants } from '../core/level.ts';
import { createCleanUp } from '../host/cleanup.ts';
import { buildApp } from '../reference/crm/app.ts';
import { send } from '../reference/crm/testing/send.ts';
import { startSmallLevel } from '../topology/fixture-small-level.ts';
import type { StartedLevel } from '../topology/start-level.ts';

/** A primary with its pool and cache, and a replica: the part of Level 4 that answers reads. */
const vms: Parameters<typeof startSmallLevel>[0] = [
  { name: 'db', roles: ['postgres', 'pgbouncer', 'redis'], ports: [5432, 6432, 6379] },
  { name: 'replica', roles: ['replica'], ports: [5432] },
];

describe('reads of the CRM, with a replica', () => {
  const cleanUp = createCleanUp();
  let level: StartedLevel;
  let app: FastifyInstance;
  let writer: string;
  let other: string;

  const replica = (sql: string) =>
    level.vmWith('replica').exec(['psql', '-U', 'postgres', '-d', 'crm', '-XAtqc', sql]);
  const note = (cookie: string, text: string) =>
    send(app, 'POST', '/api/customers/1/interactions', cookie, { kind: 'note', note: text });
  const notes = async (cookie: string) => {
    const { status, body } = await send(app, 'GET', '/api/customers/1/timeline', cookie);
    expect(status).toBe(200);
    return (body.items as { note: string }[]).map((item) => item.note);
  };
  async function logIn(number: number): Promise<string> {
    const payload = { email: staffEmail('mangatrai', number), password: STAFF_PASSWORD };
    const { headers } = await send(app, 'POST', '/api/auth/login', '', payload);
    return String(headers['set-cookie']).split(';')[0] as string;
  }
  const eventually = async (holds: () => Promise<boolean>) => {
    for (let attempt = 0; attempt < 200; attempt++) if (await holds()) return true;
    return false;
  };

  beforeAll(async () => {
    level = await startSmallLevel(vms, { runId: 'read-replica-test', cleanUp });
    const { secrets } = level;
    const db = level.vmWith('postgres');
    const at = (name: string, secret: string, port: number) =>
      `postgres://${name}:${encodeURIComponent(secret)}@127.0.0.1:${port}/crm`;
    await seedDatabase(at('crm_owner', secrets.owner, db.port(5432)), {
      ...{ customers: 300, seed: 5, tenants: [...tenants], staffPerTenant: 10 },
    });
    app = await buildApp({
      databaseUrl: at('crm_app', secrets.app, db.port(6432)),
      replicaUrls: [at('crm_app', secrets.app, level.vmWith('replica').port(5432))],
      redisUrl: `redis://:${encodeURIComponent(secrets.redis)}@127.0.0.1:${db.port(6379)}`,
      defect: null,
    });
    expect(await eventually(async () => (await replica('select 1 from dataset')).stdout.trim() === '1')).toBe(
      true,
    );
    writer = await logIn(0);
    other = await logIn(1);
  });
  afterAll(async () => {
    await app?.close();
    await cleanUp.run();
  });

  it('are answered by the replica, and what one session writes the others see there', async () => {
    const asked = async () =>
      Number(
        (
          await replica(
            "select coalesce(sum(calls), 0) from pg_stat_statements s join pg_roles r on r.oid = s.userid where r.rolname = 'crm_app' and query ilike '%from interactions%'",
          )
        ).stdout,
      );
    const before = await asked();
    await notes(other);
    expect(await asked()).toBeGreaterThan(before);
    expect((await note(writer, 'seen everywhere')).status).toBe(201);
    expect(await notes(writer)).toContain('seen everywhere');
    expect(await eventually(async () => (await notes(other)).includes('seen everywhere'))).toBe(true);
  });

  it('are never stale to whoever wrote, however far the replica is behind', async () => {
    await replica('select pg_wal_replay_pause()');
    try {
      expect((await note(writer, 'written behind its back')).status).toBe(201);
      for (let i = 0; i < 20; i++) expect(await notes(writer)).toContain('written behind its back');
      // who has written nothing reads the replica, which is behind: so it is the replica that answers reads
      expect(await notes(other)).not.toContain('written behind its back');
    } finally {
      await replica('select pg_wal_replay_resume()');
    }
    expect(await eventually(async () => (await notes(other)).includes('written behind its back'))).toBe(true);
  });

  it('keep the furthest write of a session, whichever request ends last', async () => {
    await Promise.all(Array.from({ length: 10 }, (_, i) => note(writer, `at once ${i}`)));
    const seen = await notes(writer);
    for (let i = 0; i < 10; i++) expect(seen).toContain(`at once ${i}`);
  });

  it('are answered by the primary where the replica is gone, and by the replica again when it is back', async () => {
    const control = (act: string) =>
      level.vmWith('replica').exec(['supervisorctl', '-c', '/opt/vm/supervisord.conf', act, 'replica']);
    await control('stop');
    for (let i = 0; i < 5; i++) expect((await notes(other)).length).toBeGreaterThan(0);
    expect((await note(writer, 'while it was gone')).status).toBe(201);
    expect(await notes(other)).toContain('while it was gone'); // the primary's answer
    await control('start');
    expect(await eventually(async () => (await replica('select 1')).stdout.trim() === '1')).toBe(true);
  });
});
