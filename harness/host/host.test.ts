import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HarnessError } from '../core/errors.ts';
import { createCleanUp } from './cleanup.ts';
import { everyMs, sleep } from './clock.ts';
import { isLocal } from './engine-address.ts';
import { discover, diskFault, writeWhole } from './files.ts';
import { newRunId } from './identity.ts';
import { untilAborted } from './interrupt.ts';
import { fateOf, thisOwner } from './owner.ts';
import { lockHolder, takeRunLock } from './run-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'capacity-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('run lock', () => {
  it('refuses a second run and names the first', () => {
    const release = takeRunLock('first', folder);
    expect(() => takeRunLock('second', folder)).toThrow('run first is under way');
    release();
    takeRunLock('second', folder)();
    expect(lockHolder(folder)).toBeNull();
  });

  it('takes over the lock of a process that is gone, or one that was cut off', () => {
    writeFileSync(
      join(folder, 'run.lock'),
      JSON.stringify({ owner: `${hostname()}/${2 ** 22}/1`, runId: 'dead' }),
    );
    takeRunLock('next', folder)();
    writeFileSync(join(folder, 'run.lock'), '{"pid":');
    takeRunLock('next', folder)();
  });

  it('does not release what another has taken since', () => {
    const release = takeRunLock('first', folder);
    writeFileSync(join(folder, 'run.lock'), JSON.stringify({ owner: thisOwner(), runId: 'other' }));
    release();
    expect(lockHolder(folder)?.runId).toBe('other');
  });
});

describe('owners', () => {
  it('tell a live process from a dead one, from one that has its number now, and from another machine', () => {
    const own = thisOwner();
    expect(fateOf(own)).toBe('alive');
    expect(fateOf(`${hostname()}/${2 ** 22}/1`)).toBe('dead');
    expect(fateOf('another-host/1/1')).toBe('elsewhere');
    if (process.platform === 'linux') expect(fateOf(own.replace(/[^/]+$/, '7'))).toBe('dead');
  });

  it.each([
    ['unix:///var/run/docker.sock', true],
    ['npipe:////./pipe/docker_engine', true],
    ['tcp://127.0.0.1:2375', true],
    ['tcp://localhost:2375', true],
    ['tcp://10.0.0.5:2375', false],
    ['tcp://127.0.0.1.example:2375', false],
    ['ssh://user@host', false],
  ])('an engine at %s is on this machine: %s', (address, local) => expect(isLocal(address)).toBe(local));
});

describe('clean-up', () => {
  it('undoes in reverse, goes on after a failure and reports it', async () => {
    const seen: string[] = [];
    const cleanUp = createCleanUp();
    cleanUp.add('a', () => void seen.push('a'));
    cleanUp.add('bad', () => {
      throw new Error('stuck');
    });
    const forget = cleanUp.add('undone already', () => void seen.push('never'));
    cleanUp.add('b', async () => void seen.push('b'));
    forget();
    expect(await cleanUp.run()).toEqual(['bad: stuck']);
    expect(seen).toEqual(['b', 'a']);
    expect(await cleanUp.run()).toEqual([]);
  });
});

describe('files', () => {
  it('writes whole files and leaves no part behind', () => {
    writeWhole(join(folder, 'deep', 'a.json'), 'x');
    expect(readFileSync(join(folder, 'deep', 'a.json'), 'utf8')).toBe('x');
    expect(readdirSync(join(folder, 'deep'))).toEqual(['a.json']);
  });

  it('names a full disk', () => {
    const full = diskFault(Object.assign(new Error('x'), { code: 'ENOSPC' }), '/a/run.json');
    expect((full as HarnessError).code).toBe('no-disk');
    const readOnly = diskFault(Object.assign(new Error('x'), { code: 'EROFS' }), '/a/run.json');
    expect((readOnly as HarnessError).code).toBe('not-writable');
    const other = new Error('y');
    expect(diskFault(other, '/a')).toBe(other);
  });

  it('discovers modules by file name, without tests', async () => {
    writeFileSync(join(folder, 'b.ts'), 'export default 2');
    writeFileSync(join(folder, 'a.ts'), 'export default 1');
    writeFileSync(join(folder, 'a.test.ts'), 'throw new Error()');
    expect(await discover(folder)).toEqual([
      { id: 'a', value: 1 },
      { id: 'b', value: 2 },
    ]);
  });
});

describe('time', () => {
  it('an abort ends a wait with its reason', async () => {
    const controller = new AbortController();
    const waiting = sleep(60_000, controller.signal);
    const work = untilAborted(controller.signal, new Promise(() => {}));
    controller.abort(new HarnessError('interrupted', 'stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    await expect(work).rejects.toThrow('stopped');
    await expect(sleep(1, controller.signal)).rejects.toThrow('stopped');
  });

  it('beats without overlap and stops', async () => {
    let running = 0;
    let most = 0;
    let beats = 0;
    const stop = everyMs(5, async () => {
      most = Math.max(most, ++running);
      await sleep(12);
      running--;
      beats++;
    });
    await sleep(80);
    await stop();
    const at = beats;
    await sleep(30);
    expect([most, beats]).toEqual([1, at]);
    expect(beats).toBeGreaterThan(1);
  });

  it('never beats twice for one beat, though timers fire early', async () => {
    const at: number[] = [];
    const stop = everyMs(20, () => void at.push(performance.now()));
    await sleep(400);
    await stop();
    const gaps = at.slice(1).map((time, i) => time - (at[i] as number));
    expect(at.length).toBeGreaterThan(5);
    expect(Math.min(...gaps)).toBeGreaterThan(8);
  });

  it('gives runs ids that sort by time', () => {
    expect(newRunId(1, 'quick')).toMatch(/^\d{8}-\d{6}-l1-quick-[0-9a-f]{4}$/);
    expect(existsSync(folder)).toBe(true);
  });
});
