import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

/** What sizing.sh gives a VM. */
function sizesOf(vCpu: string, memoryBytes: number, roles = 'app postgres pgbouncer redis nginx smtp') {
  const text = execFileSync(
    'bash',
    ['--norc', '-c', `set -euo pipefail; source '${join(import.meta.dirname, 'sizing.sh')}'; env`],
    {
      stdio: ['ignore', 'pipe', 'inherit'], // on a socket bash would take itself for a remote shell and read .bashrc
      env: { PATH: process.env.PATH, VM_VCPU: vCpu, VM_MEMORY_BYTES: String(memoryBytes), VM_ROLES: roles },
      encoding: 'utf8',
    },
  );
  return Object.fromEntries(
    [...text.matchAll(/^((?:APP|PG|PGBOUNCER|REDIS|NGINX)_\w+)=(\d+)$/gm)].map((match) => [
      match[1],
      Number(match[2]),
    ]),
  );
}

it('gives the VM of Level 1 what the document asks for', () =>
  expect(sizesOf('4', 8 * GIB)).toEqual({
    APP_WORKERS: 4,
    APP_JOB_PROCESSES: 1,
    PG_SHARED_BUFFERS_MIB: 2048,
    PG_MAX_CONNECTIONS: 120,
    PG_EFFECTIVE_CACHE_SIZE_MIB: 4096,
    PG_WORK_MEM_MIB: 16,
    PG_MAINTENANCE_WORK_MEM_MIB: 256,
    PGBOUNCER_DEFAULT_POOL_SIZE: 20,
    PGBOUNCER_MAX_CLIENT_CONN: 1000,
    REDIS_MAXMEMORY_BYTES: GIB,
    REDIS_QUEUE_MAXMEMORY_BYTES: GIB / 4,
    NGINX_WORKERS: 4,
    NGINX_WORKER_CONNECTIONS: 4096,
    NGINX_API_RATE: 1000,
    NGINX_API_BURST: 1000,
    NGINX_LOGIN_RATE: 200,
    NGINX_LOGIN_BURST: 200,
    NGINX_LIMIT_ZONE_MIB: 8,
    NGINX_CACHE_MIB: 256,
    NGINX_CACHE_KEYS_MIB: 1,
  }));

it('keeps a small VM within its memory', () => {
  const sizes = sizesOf('1', 2 * GIB);
  expect(sizes).toMatchObject({ APP_WORKERS: 1, PG_SHARED_BUFFERS_MIB: 512, PG_WORK_MEM_MIB: 4 });
  expect(sizes.REDIS_MAXMEMORY_BYTES).toBe(256 * MIB);
});

it.each([
  ['0.1', 1],
  ['1', 1],
  ['1.5', 2],
  ['2.0', 2],
])('counts %s vCPU as %i workers', (vCpu, workers) =>
  expect(sizesOf(vCpu, 2 * GIB)).toMatchObject({ APP_WORKERS: workers, NGINX_WORKERS: workers }),
);

it('never pools more connections than PostgreSQL has to give', () =>
  expect(sizesOf('64', 64 * GIB).PGBOUNCER_DEFAULT_POOL_SIZE).toBe(100));

it.each(['redis', 'redis exporters'])('gives both Redis half of a VM of their own together: %s', (roles) => {
  const { REDIS_MAXMEMORY_BYTES: cache, REDIS_QUEUE_MAXMEMORY_BYTES: queue } = sizesOf('2', 4 * GIB, roles);
  expect([cache, queue]).toEqual([1536 * MIB, 512 * MIB]);
});
