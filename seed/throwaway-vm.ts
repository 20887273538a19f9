import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

/** A VM of the real image with the data services in it, for tests. Everything in it is gone when it is stopped. */
export interface ThrowawayVm extends AsyncDisposable {
  /** Id of its container. */
  container: string;
  /** Address of a database, as the owner of the schema, straight at PostgreSQL. */
  ownerDsn(database?: string): string;
  /** As the CRM's role: straight at PostgreSQL, and through PgBouncer as the CRM connects. */
  appDsn(): string;
  pooledDsn(): string;
  redisUrl(): string;
  /** Runs SQL as the superuser inside the VM. */
  superuser(sql: string, database?: string): Promise<string>;
  /** Runs a command as root inside the VM and returns what it prints. */
  execute(...command: string[]): Promise<string>;
  /** Makes one more empty database of the owner's, with these options of CREATE DATABASE, and returns its name. */
  freshDatabase(options?: string): Promise<string>;
}

const run = promisify(execFile);
const password = {
  owner: 'owner-of-test',
  app: 'app-of-test',
  monitor: 'monitor-of-test',
  redis: 'redis-of-test',
};
const usualMemoryBytes = 1024 ** 3;
const readyWithinMs = 60_000;

export interface ThrowawayOptions {
  memoryBytes?: number;
  /** A disk of so many bytes of its own, mounted there. */
  smallDisk?: { path: string; bytes: number };
}

/** Starts a VM of the image that the set-up built and waits until its services answer. */
export async function startThrowawayVm(options: ThrowawayOptions = {}): Promise<ThrowawayVm> {
  const { memoryBytes = usualMemoryBytes, smallDisk } = options;
  const settings = {
    VM_ROLES: 'postgres pgbouncer redis',
    VM_VCPU: '2',
    VM_MEMORY_BYTES: String(memoryBytes),
    DB_PASSWORD_OWNER: password.owner,
    DB_PASSWORD_APP: password.app,
    DB_PASSWORD_MONITOR: password.monitor,
    REDIS_PASSWORD: password.redis,
  };
  const id = await docker(
    ['run', '--detach', '--label', 'capacity.test=1', '--memory', String(memoryBytes), '--shm-size', '256m'],
    Object.entries(settings).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    smallDisk === undefined ? [] : ['--tmpfs', `${smallDisk.path}:size=${smallDisk.bytes},mode=0777`],
    [5432, 6432, 6379].flatMap((port) => ['--publish', `127.0.0.1::${port}`]),
    [await imageOfSetup()],
  );
  const stop = async () => void (await docker(['rm', '--force', '--volumes', id]));
  try {
    await untilReady(id);
    return await vmOf(id, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function vmOf(id: string, stop: () => Promise<void>): Promise<ThrowawayVm> {
  const at = async (port: number) => (await docker(['port', id, `${port}/tcp`])).split('\n')[0] as string;
  const [postgres, pgbouncer, redis] = [await at(5432), await at(6432), await at(6379)];
  let databases = 0;
  const superuser = (sql: string, database = 'crm') =>
    docker(['exec', id, 'psql', '-U', 'postgres', '-v', 'ON_ERROR_STOP=1', '-Atqc', sql, database]);
  return {
    container: id,
    ownerDsn: (database = 'crm') => `postgres://crm_owner:${password.owner}@${postgres}/${database}`,
    appDsn: () => `postgres://crm_app:${password.app}@${postgres}/crm`,
    pooledDsn: () => `postgres://crm_app:${password.app}@${pgbouncer}/crm`,
    redisUrl: () => `redis://:${password.redis}@${redis}`,
    superuser,
    execute: (...command) => docker(['exec', id], command),
    async freshDatabase(options = '') {
      const name = `fresh${++databases}`;
      await superuser(`create database ${name} owner crm_owner ${options}`);
      return name;
    },
    [Symbol.asyncDispose]: stop,
  };
}

async function untilReady(id: string): Promise<void> {
  const deadline = performance.now() + readyWithinMs;
  for (;;) {
    const notYet = await docker(['exec', id, '/opt/vm/ready']).then(
      () => null,
      (error: unknown) => error,
    );
    if (notYet === null) return;
    if (performance.now() > deadline)
      throw new Error(`the VM is not ready: ${await docker(['logs', '--tail', '20', id])}`);
    await pause(250);
  }
}

/** The tag that the set-up wrote. */
async function imageOfSetup(): Promise<string> {
  const file = new URL('../harness/vm/.context/tag', import.meta.url);
  const tag = await readFile(file, 'utf8').catch(() => {
    throw new Error('there is no VM image yet: npm run setup builds it');
  });
  return tag.trim();
}

async function docker(...parts: string[][]): Promise<string> {
  const { stdout } = await run('docker', parts.flat());
  return stdout.trim();
}
