import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const execute = promisify(execFile);
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 10_000;

interface Setting {
  name: string;
  expected: string;
  read: string;
}

function builtImage(): string {
  const note = join(import.meta.dirname, '.context', 'tag');
  if (process.env.CAPACITY_VM_IMAGE) return process.env.CAPACITY_VM_IMAGE;
  return existsSync(note) ? readFileSync(note, 'utf8').trim() : 'capacity-vm:latest';
}

async function docker(...args: string[]): Promise<string> {
  return (await execute('docker', args)).stdout.trim();
}

const noEngine = await docker('version', '--format', '{{.Server.Version}}').then(
  () => null,
  (error: Error) => error.message,
);
if (noEngine !== null) console.warn(`the VM image is not tested: no Docker engine answers (${noEngine})`);

describe.skipIf(noEngine !== null)('the VM image without the CRM, on 1 vCPU and 2 GB', () => {
  const name = `capacity-test-vm-${process.pid}`;
  const inVm = (...command: string[]) => docker('exec', name, ...command);
  const psql = (user: string, password: string, sql: string, port = 5432) =>
    inVm(
      ...['env', `PGPASSWORD=${password}`, 'psql', '-h', '127.0.0.1', '-p', String(port), '-U', user],
      ...['-d', 'crm', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', sql],
    );
  const readSettings = async () => JSON.parse(await inVm('/opt/vm/settings')) as Setting[];

  async function untilReady(): Promise<void> {
    const until = performance.now() + READY_WITHIN_MS;
    for (;;) {
      const answer = await inVm('/opt/vm/ready').then(
        () => 'ready',
        (error: { stdout?: string; message: string }) => error.stdout || error.message,
      );
      if (answer === 'ready') return;
      if (performance.now() > until)
        throw new Error(`${answer}\n${await docker('logs', '--tail', '50', name)}`);
      await sleep(200);
    }
  }

  beforeAll(async () => {
    const environment = {
      VM_NAME: 'small',
      VM_ROLES: 'postgres pgbouncer redis nginx smtp',
      VM_VCPU: '1',
      VM_MEMORY_BYTES: String(2 * 1024 ** 3),
      DB_PASSWORD_OWNER: 'own-1',
      DB_PASSWORD_APP: 'app-2',
      DB_PASSWORD_MONITOR: 'mon-3',
      REDIS_PASSWORD: 'red-4',
    };
    await docker(
      ...['run', '--detach', '--name', name, '--label', 'capacity.test=1', '--no-healthcheck'],
      ...[
        '--cpus',
        '1',
        '--cpuset-cpus',
        '0',
        '--memory',
        '2g',
        '--shm-size',
        '256m',
        '--publish',
        '127.0.0.1::443',
      ],
      ...Object.entries(environment).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
      builtImage(),
    );
    await untilReady();
  });

  afterAll(async () => {
    await docker('rm', '--force', '--volumes', name).catch(() => {});
  });

  it('runs with exactly the limits and settings that it should', async () => {
    const settings = await readSettings();
    const names = settings.map((setting) => setting.name);
    expect(names).toEqual(
      expect.arrayContaining([
        'cpu.quota',
        'memory.limit',
        'postgresql.max_connections',
        'postgresql.shared_buffers',
        'postgresql.fsync',
        'pgbouncer.default_pool_size',
        'redis.appendonly',
        'nginx.worker_processes',
      ]),
    );
    const wrong = settings.filter(({ name: key, expected, read }) =>
      key === 'cpu.quota' ? Math.abs(Number(expected) - Number(read)) > 0.001 : expected !== read,
    );
    expect(wrong).toEqual([]);
  });

  it('serves TLS with a certificate that its own authority signed', async () => {
    const ca = await inVm('cat', '/etc/vm/tls/ca.crt');
    const port = Number((await docker('port', name, '443/tcp')).split(':').at(-1));
    const answer = await new Promise<{ status: number | undefined; names: string; authorized: boolean }>(
      (resolve, reject) => {
        request({ host: '127.0.0.1', port, path: '/.vm/nginx', ca, servername: 'localhost' }, (response) => {
          const socket = response.socket as TLSSocket;
          const names = socket.getPeerCertificate().subjectaltname ?? '';
          response.resume();
          resolve({ status: response.statusCode, names, authorized: socket.authorized });
        })
          .on('error', reject)
          .end();
      },
    );
    expect(answer.status).toBe(204);
    expect(answer.authorized).toBe(true);
    for (const host of ['DNS:localhost', 'IP Address:127.0.0.1', 'DNS:small'])
      expect(answer.names).toContain(host);
  });

  it('takes mail for anyone and delivers it inside', async () => {
    for (const recipient of ['root@localhost', 'someone@outside.invalid']) {
      const send = `printf 'Subject: hello ${recipient}\\n\\nhello\\n' | curl -sS smtp://127.0.0.1:587 --mail-from crm@localhost --mail-rcpt ${recipient} --upload-file -`;
      await inVm('bash', '-c', send);
    }
    await expect
      .poll(() => inVm('bash', '-c', 'cat /var/lib/vm/mail/Maildir/new/* 2>/dev/null || true'), {
        timeout: 10_000,
      })
      .toMatch(
        /hello root@localhost[\s\S]*hello someone@outside\.invalid|hello someone@outside\.invalid[\s\S]*hello root@localhost/,
      );
    expect(await inVm('postqueue', '-p')).toContain('empty');
  });

  it('holds row-level security against the role of the CRM, also through PgBouncer', async () => {
    await psql(
      'crm_owner',
      'own-1',
      `CREATE TABLE secret (tenant text, word text);
       INSERT INTO secret VALUES ('mangatrai', 'gold'), ('sarkar', 'silver');
       ALTER TABLE secret ENABLE ROW LEVEL SECURITY;
       CREATE POLICY own ON secret USING (tenant = current_setting('app.tenant', true));
       GRANT SELECT ON secret TO crm_app`,
    );
    const asTenant = `BEGIN; SET LOCAL app.tenant = 'sarkar'; SELECT word FROM secret; COMMIT`;
    expect(await psql('crm_app', 'app-2', asTenant, 6432)).toBe('silver');
    expect(await psql('crm_app', 'app-2', 'SELECT count(*) FROM secret', 6432)).toBe('0');
    await expect(psql('crm_app', 'app-2', 'SET row_security = off; SELECT * FROM secret')).rejects.toThrow(
      /row-level security/,
    );
    await expect(psql('crm_app', 'app-2', 'ALTER TABLE secret DISABLE ROW LEVEL SECURITY')).rejects.toThrow(
      /must be owner/,
    );
    await expect(psql('crm_app', 'app-2', 'ALTER ROLE crm_app BYPASSRLS')).rejects.toThrow(
      /must be superuser/,
    );
    await expect(psql('crm_app', 'wrong', 'SELECT 1')).rejects.toThrow(/password authentication failed/);
  });

  it('lets the monitor read statistics, and no rows', async () => {
    expect(await psql('crm_monitor', 'mon-3', 'SELECT count(*) > 0 FROM pg_stat_statements')).toBe('t');
    await expect(psql('crm_monitor', 'mon-3', 'SELECT * FROM secret')).rejects.toThrow(/permission denied/);
  });

  it('starts a service again that was killed, and shows that it was', async () => {
    await inVm('bash', '-c', 'kill -KILL $(head -1 /var/lib/vm/postgres/postmaster.pid)');
    await expect
      .poll(async () => (await readSettings()).find((row) => row.name === 'vm.unexpected_exits')?.read, {
        timeout: 20_000,
        interval: 300,
      })
      .not.toBe('0');
    await untilReady();
    expect(await psql('crm_app', 'app-2', 'SELECT 1', 6432)).toBe('1');
  });

  it('stops in time, with PostgreSQL shut down cleanly', async () => {
    const from = performance.now();
    await docker('stop', name);
    expect(performance.now() - from).toBeLessThan(STOP_WITHIN_MS);
    expect(await docker('inspect', '--format', '{{.State.ExitCode}}', name)).toBe('0');
    const { stdout, stderr } = await execute('docker', ['logs', '--tail', '40', name]);
    expect(stdout + stderr).toContain('database system is shut down');
  });
});

describe.skipIf(noEngine !== null)('the VM image in trouble', () => {
  it.each([
    ['an unknown role', { VM_ROLES: 'postgres oracle' }, /names 'oracle'; known: .*postgres/],
    ['a password that would break a URL', { DB_PASSWORD_APP: 'a/b' }, /DB_PASSWORD_APP may hold/],
    ['no size', { VM_VCPU: '' }, /VM_VCPU.*is not set/],
  ])('refuses %s with one line', async (_, wrong, message) => {
    const environment = {
      VM_NAME: 'x',
      VM_ROLES: 'redis',
      VM_VCPU: '1',
      VM_MEMORY_BYTES: '2147483648',
      ...wrong,
    };
    const started = docker(
      ...['run', '--rm', '--label', 'capacity.test=1'],
      ...Object.entries(environment).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
      builtImage(),
    );
    await expect(started).rejects.toThrow(message);
  });

  it('ends, with the reason in its log, when a service cannot be kept alive', async () => {
    const name = `capacity-test-fatal-${process.pid}`;
    try {
      await docker(
        ...['run', '--detach', '--name', name, '--label', 'capacity.test=1', '--no-healthcheck'],
        ...[
          '--env',
          'VM_NAME=x',
          '--env',
          'VM_ROLES=redis',
          '--env',
          'VM_VCPU=1',
          '--env',
          'VM_MEMORY_BYTES=2147483648',
        ],
        builtImage(),
      );
      const breakRedis = `until /opt/vm/ready >/dev/null; do sleep 0.2; done
        echo 'maxmemory nonsense' >>/etc/vm/redis/redis.conf
        kill -KILL $(grep -lzs '^/usr/bin/redis-server' /proc/[0-9]*/cmdline | cut -d/ -f3)`;
      await docker('exec', name, 'bash', '-c', breakRedis);
      expect(await docker('wait', name)).toBe('1');
      const { stdout, stderr } = await execute('docker', ['logs', '--tail', '20', name]);
      expect(stdout + stderr).toContain('vm: ended because service redis gave up');
    } finally {
      await docker('rm', '--force', '--volumes', name).catch(() => {});
    }
  });
});
