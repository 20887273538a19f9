import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GIB, MIB } from '../core/units.ts';
import { projectRoot } from '../host/environment.ts';
import { parseLevelFile } from '../topology/level-file.ts';
import { sizesOf } from '../topology/sizing.ts';
import { databaseBytesOf, needsOf, type Room, shortagesOf, vmsOf } from './needs.ts';

const text = readFileSync(join(projectRoot, 'docker-compose.levels.yml'), 'utf8');
const levelOf = (level: number) => parseLevelFile(text, level, { source: 'document' }).spec;
const host = (gib: number, vCpu = 2) => ({ vCpu, memoryBytes: gib * GIB });
const roomy: Room = { memoryBytes: 64 * GIB, engineDiskBytes: 100 * GIB, runFolderBytes: 100 * GIB };
const of = (level: number, gib: number, customers: number, cache = true) =>
  needsOf(levelOf(level), host(gib), { databaseBytes: databaseBytesOf({ customers }), cache });

describe('what a level needs at the least', () => {
  it('grows with VMs, vCPU and data, and is near what was measured', () => {
    const four = of(4, 24, 1000);
    // idle it took 507 MB for eight VMs; under load workers and server processes fill
    expect(four.memoryBytes).toBeGreaterThan(900 * MIB);
    expect(four.memoryBytes).toBeLessThan(2.5 * GIB);
    const five = of(5, 24, 10_000);
    expect(five.memoryBytes).toBeGreaterThan(four.memoryBytes);
    expect(five.memoryBytes).toBeLessThan(6 * GIB);
    expect(of(5, 24, 100_000).memoryBytes).toBeGreaterThan(five.memoryBytes + 3 * GIB);
    const large = needsOf(levelOf(1), host(24, 16), { databaseBytes: GIB, cache: true });
    expect(large.memoryBytes).toBeGreaterThan(
      needsOf(levelOf(1), host(24), { databaseBytes: GIB, cache: true }).memoryBytes,
    );
  });

  it('counts shared buffers only as far as there are data, and never more than the VM has', () => {
    const memory = (databaseBytes: number) =>
      needsOf(levelOf(1), host(24), { databaseBytes, cache: false }).vms[0]?.bytes ?? Number.NaN;
    expect(memory(100 * MIB) - memory(0)).toBe(100 * MIB);
    expect(memory(500 * GIB) - memory(0)).toBe(2 * GIB);
  });

  it('counts the job process of every application VM, as many as sizing.sh gives it', () => {
    const size = { vCpu: 2, memoryBytes: GIB };
    const jobs = Number(sizesOf(['app'], size, size).get('APP_JOB_PROCESSES'));
    const vm = { name: 'a', vCpu: 2, memoryBytes: 8 * GIB, diskBytes: null };
    const bytes = (role: 'app' | 'nginx') =>
      needsOf({ vms: [{ ...vm, roles: [role] }] }, host(24), { databaseBytes: 0, cache: false }).vms[0]
        ?.bytes;
    // 15 for the role and 75 for the worker on each of the 2 vCPU; 6 for the other role
    expect((bytes('app') ?? 0) - (bytes('nginx') ?? 0)).toBe((15 + 2 * 75 + jobs * 100 - 6) * MIB);
  });

  it('counts the test hosts that start with it, and says so', () => {
    const { spec, testHosts = [] } = parseLevelFile(text, 4, { source: 'document' });
    const data = { databaseBytes: GIB, cache: false };
    const without = needsOf(spec, host(24), data);
    const beside = needsOf(spec, host(24), { ...data, testHosts: testHosts.map((one) => one.spec) });
    // supervisor, stand-in and phones
    expect(beside.memoryBytes - without.memoryBytes).toBe((25 + 60 + 20) * MIB);
    expect([vmsOf(without), vmsOf(beside)]).toEqual(['9 VMs', '9 VMs and 1 test host']);
    const [shortage] = shortagesOf(
      { ...beside, testHosts: [{ vm: 'outside', bytes: 2, granted: 1 }] },
      roomy,
    );
    expect(shortage?.says).toMatch(/^test host outside would get/);
  });

  it('takes the data once for each server and once for the kept dataset', () => {
    const disk = (level: number, cache: boolean) =>
      needsOf(levelOf(level), host(24), { databaseBytes: 10 * GIB, cache }).engineDiskBytes / GIB;
    expect([disk(1, false), disk(1, true)]).toEqual([10 + 1 + 1, 20 + 1 + 1]);
    expect([disk(4, false), disk(5, true)]).toEqual([20 + 2 + 1, 40 + 3 + 1]);
  });

  it('knows the size of the database: asked for, or by its customers and history', () => {
    expect(databaseBytesOf({ customers: 10_000 })).toBe(180e6);
    expect(databaseBytesOf({ customers: 10_000, dataset: { databaseBytes: null, history: 3 } })).toBe(540e6);
    expect(databaseBytesOf({ customers: 10_000, dataset: { databaseBytes: 15e9, history: 80 } })).toBe(15e9);
  });
});

describe('what does not suffice', () => {
  const codes = (level: number, room: Partial<Room>, gib = 24) =>
    shortagesOf(of(level, gib, 10_000), { ...roomy, ...room }).map(({ code }) => code);

  it('nothing on a host with room', () => {
    for (const level of [1, 2, 3, 4, 5]) expect(codes(level, {})).toEqual([]);
  });

  it('memory that is taken by others, with the figures', () => {
    expect(codes(5, { memoryBytes: 2 * GIB })).toEqual(['no-memory']);
    expect(codes(1, { memoryBytes: 2 * GIB })).toEqual([]);
    const [shortage] = shortagesOf(of(5, 24, 10_000), { ...roomy, memoryBytes: 2 * GIB });
    expect(shortage?.says).toMatch(/^memory: 2 GB free, the level's 17 VMs need \d/);
  });

  it('a VM that would get less than its services take, on a small host', () => {
    const [shortage] = shortagesOf(of(1, 1.3, 10_000), roomy);
    expect(shortage).toMatchObject({ code: 'no-memory' });
    expect(shortage?.says).toMatch(/^VM app would get 30[0-9] MB of memory here, it needs/);
    expect(shortagesOf(of(1, 3, 10_000), roomy)).toEqual([]);
  });

  it("disk: the engine's where it can be seen, else that of the run folder for all of it", () => {
    expect(codes(4, { engineDiskBytes: GIB })).toEqual(['no-disk']);
    expect(codes(4, { runFolderBytes: GIB / 4 })).toEqual(['no-disk']);
    expect(codes(4, { runFolderBytes: GIB })).toEqual([]);
    expect(codes(4, { engineDiskBytes: null, runFolderBytes: GIB })).toEqual(['no-disk']);
    expect(codes(4, { engineDiskBytes: null, runFolderBytes: 10 * GIB })).toEqual([]);
  });
});
