import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GIB } from '../core/units.ts';
import { coresOf, generatorCores, grantOf, testHostPlace } from './grant.ts';
import { matchSettings } from './settings.ts';

const vm = { name: 'app', roles: ['app' as const], vCpu: 4, memoryBytes: 8 * GIB, diskBytes: 0 };

it('grants the document size where the host has it, the host where it has less', () => {
  expect(grantOf(vm, { vCpu: 16, memoryBytes: 64 * GIB })).toEqual({ vCpu: 4, memoryBytes: 8 * GIB });
  expect(grantOf(vm, { vCpu: 2, memoryBytes: 5 * GIB })).toEqual({ vCpu: 2, memoryBytes: 4 * GIB });
});

it('gives each VM its own cores while the host has them, and shares them evenly where it has not', () => {
  const grants = [4, 2, 0.5].map((vCpu) => ({ vCpu, memoryBytes: GIB }));
  expect(coresOf(grants, 8)).toEqual(['0,1,2,3', '4,5', '6']);
  expect(coresOf([...grants, ...grants], 8).slice(3)).toEqual(['0,1,2,3', '4,5', '6']);
  expect(coresOf(grants, 4)).toEqual(['0,1,2,3', '0,1', '2']);
  expect(coresOf([{ vCpu: 2, memoryBytes: GIB }], 2)).toEqual(['0,1']);
});

it('leaves the last cores to the generator where the host has more than four', () => {
  expect([1, 2, 4].map(generatorCores)).toEqual([[], [], []]);
  expect([5, 8, 15].map(generatorCores)).toEqual([[4], [7], [14]]);
  expect(generatorCores(16)).toEqual([14, 15]);
  const host = (vCpu: number) => ({ vCpu, memoryBytes: 64 * GIB });
  const large = { ...vm, vCpu: 8 };
  expect([4, 5, 8, 16].map((vCpu) => grantOf(large, host(vCpu)).vCpu)).toEqual([4, 4, 7, 8]);
  const many = Array.from({ length: 18 }, () => ({ vCpu: 4, memoryBytes: GIB }));
  for (const vCpu of [5, 8, 16]) {
    const used = new Set(coresOf(many, vCpu).flatMap((cores) => cores.split(',').map(Number)));
    expect(generatorCores(vCpu).filter((core) => used.has(core))).toEqual([]);
    expect(used.size).toBe(vCpu - generatorCores(vCpu).length);
  }
});

it('gives a test host what is the generator’s, and nothing of the VMs where they have cores of their own', () => {
  const host = { ...vm, name: 'outside', roles: ['outside' as const], vCpu: 2, memoryBytes: GIB };
  const placed = (vCpu: number) => testHostPlace(host, { vCpu, memoryBytes: 64 * GIB });
  expect(placed(2)).toEqual({ granted: { vCpu: 2, memoryBytes: GIB }, cores: '0,1' });
  expect(placed(8)).toEqual({ granted: { vCpu: 1, memoryBytes: GIB }, cores: '7' });
  expect(placed(16)).toEqual({ granted: { vCpu: 2, memoryBytes: GIB }, cores: '14,15' });
});

it('never grants more than the document gives', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.5, max: 128, noNaN: true }),
      fc.integer({ min: 2, max: 512 }),
      (vCpu, gib) => {
        const grant = grantOf(vm, { vCpu, memoryBytes: gib * GIB });
        return grant.vCpu <= vm.vCpu && grant.memoryBytes <= vm.memoryBytes;
      },
    ),
  );
});

it('compares settings as numbers where both are', () => {
  const rows = [
    { name: 'cpu.quota', expected: '2', read: '2.000000' },
    { name: 'cpu.quota', expected: '2', read: '0.1' },
    { name: 'cpu.quota', expected: '2', read: 'none' },
    { name: 'redis.appendonly', expected: 'yes', read: 'no' },
    { name: 'app.workers', expected: '2', read: '' },
  ];
  expect(matchSettings(JSON.stringify(rows)).map((row) => row.matches)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
  expect(() => matchSettings('not json')).toThrow('cannot be read');
});
