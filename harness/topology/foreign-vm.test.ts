import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Dockerode from 'dockerode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awaitAnswer, limitsOfForeign, readyAnswerOf } from './foreign-vm.ts';

/** No process has this number, so that the kernel tells nothing of it. */
const NO_PID = 2 ** 22 + 1;

const containerOf = (facts: object) =>
  ({ inspect: async () => facts, logs: async () => Buffer.alloc(0) }) as unknown as Dockerode.Container;
/** A container that no process of this host belongs to. */
const OTHER_ID = 'f'.repeat(64);
const running = containerOf({ State: { Running: true } });

describe('a foreign VM', () => {
  let status = 503;
  const http = createServer((_, response) => response.writeHead(status).end('{}'));
  let url: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/ping`;
  });
  afterAll(() => void http.close());

  it('is asked what its role answers', () => {
    expect(readyAnswerOf(['waha', 'exporters'])).toEqual({ port: 3000, path: '/ping' });
    expect(readyAnswerOf(['telephony'])).toEqual({ port: 8088, path: '/health' });
    expect(() => readyAnswerOf(['app'])).toThrow('nothing tells');
  });

  it('is ready once it answers 200, and not before', async () => {
    const late = awaitAnswer('waha', running, { url, withinMs: 700 });
    await expect(late).rejects.toMatchObject({
      code: 'vm-not-ready',
      message: expect.stringMatching(/VM waha did not answer GET \/ping within 1 s: it answers 503/),
    });
    status = 200;
    await awaitAnswer('waha', running, { url, withinMs: 5000 });
  });

  it('that ended is said to have ended', async () => {
    status = 503;
    const ended = containerOf({ State: { Running: false, ExitCode: 7 } });
    await expect(awaitAnswer('waha', ended, { url, withinMs: 60_000 })).rejects.toMatchObject({
      ...{ code: 'vm-died', message: 'VM waha ended while it started (exit 7)' },
    });
  });

  it('has not the limits of another process that has the number of its leader on this host', async () => {
    const container = containerOf({
      ...{ Id: OTHER_ID, HostConfig: { NanoCpus: 1e9, CpusetCpus: '0', Memory: 4096 } },
      State: { Pid: process.pid },
    });
    const { settings } = await limitsOfForeign(
      { name: 'waha', granted: { vCpu: 1, memoryBytes: 4096 }, container },
      'before',
    );
    expect(settings.map(({ read }) => read).slice(0, 3)).toEqual(['1', '1', '4096']);
  });

  it('has the limits that the engine tells, where the kernel does not show them; one that lacks is seen', async () => {
    const vm = { name: 'waha', granted: { vCpu: 1.5, memoryBytes: 4096 } };
    const read = async (HostConfig: object) => {
      const container = containerOf({ Id: OTHER_ID, HostConfig, State: { Pid: NO_PID } });
      const { settings } = await limitsOfForeign({ ...vm, container }, 'after');
      return settings.map(({ name, read, matches }) => [name, read, matches]);
    };
    const untold = ['vm.settings', 'settings not told by a foreign image', true];
    expect(await read({ NanoCpus: 1.5e9, CpusetCpus: '0,1', Memory: 4096 })).toEqual([
      ...[
        ['cpu.quota', '1.5', true],
        ['cpu.cores', '2', true],
        ['memory.limit', '4096', true],
      ],
      untold,
    ]);
    expect(await read({})).toEqual([
      ...[
        ['cpu.quota', 'none', false],
        ['cpu.cores', 'none', false],
        ['memory.limit', 'none', false],
      ],
      untold,
    ]);
  });
});
