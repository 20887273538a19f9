import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The CRM with nobody behind its database and cache addresses. */
function startCrm(env: Record<string, string>) {
  const addresses = { DATABASE_URL: 'postgres://crm@127.0.0.1:1/crm', REDIS_URL: 'redis://127.0.0.1:1' };
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    env: { PATH: process.env.PATH, ...addresses, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  started.push(child);
  const log: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => log.push(text));
  const exited = once(child, 'exit') as Promise<[number | null]>;
  return { child, exited, log: () => log.join('') };
}

const within = { timeout: 15_000, interval: 50 };

describe('the CRM as a process', () => {
  it('serves without database and cache, replaces a dead worker, and ends within three seconds', async () => {
    const port = await freePort();
    const crm = startCrm({ PORT: String(port), WORKERS: '2' });
    const get = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status;
    await vi.waitFor(async () => expect(await get('/healthz')).toBe(200), within);
    expect(await get('/readyz')).toBe(503);
    expect(await get('/api/dashboard')).toBe(401);

    // By their title: the loader that runs TypeScript has a child of its own.
    const workers = () =>
      execFileSync('pgrep', ['-P', String(crm.child.pid), '-f', '^crm worker'])
        .toString()
        .trim()
        .split('\n');
    await vi.waitFor(() => expect(workers().length).toBe(2), within);
    const [victim] = workers();
    process.kill(Number(victim), 'SIGKILL');
    await vi.waitFor(() => expect(crm.log()).toContain('ended (SIGKILL), starting another'), within);
    await vi.waitFor(() => expect(workers().filter((pid) => pid !== victim)).toHaveLength(2), within);
    expect(await get('/healthz')).toBe(200);

    const asked = performance.now();
    crm.child.kill('SIGTERM');
    expect((await crm.exited)[0]).toBe(0);
    expect(performance.now() - asked).toBeLessThan(3_000);
  });

  it('gives up where its port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const crm = startCrm({ PORT: String(port) });
    expect((await crm.exited)[0]).toBe(1);
    expect(crm.log()).toContain(`cannot listen on 127.0.0.1:${port}`);
    server.close();
  });

  it('does not start with an unknown defect', async () => {
    const crm = startCrm({ CRM_DEFECT: 'nonsense' });
    expect((await crm.exited)[0]).toBe(1);
    expect(crm.log()).toBe("crm: CRM_DEFECT must be one of slow, errors, tenant-leak, not 'nonsense'\n");
  });
});
