import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { conformanceSchema } from '../core/evidence/conformance.ts';
import type { LimitsData } from '../core/evidence/setup.ts';
import { GIB } from '../core/units.ts';
import { projectRoot } from '../host/environment.ts';
import { NOT_TOLD } from '../topology/foreign-vm.ts';
import { grantOf } from '../topology/grant.ts';
import { parseLevelFile } from '../topology/level-file.ts';
import { loadCatalogue } from './catalogue.ts';
import { conformanceLine, conformanceOf, differencesOf, ownImageLines } from './conformance.ts';
import { compareVersions } from './conformance-settings.ts';

const claims = loadCatalogue();
const file = readFileSync(join(projectRoot, 'docker-compose.levels.yml'), 'utf8');

/** A level as a host of this size starts it. */
function topologyOf(level: number, host = { vCpu: 64, memoryBytes: 128 * GIB }) {
  const { vms } = parseLevelFile(file, level, { source: 'document' }).spec;
  return {
    level,
    vms: vms.map((vm) => ({
      ...{ vm: vm.name, roles: [...vm.roles], granted: grantOf(vm, host) },
      spec: { vCpu: vm.vCpu, memoryBytes: vm.memoryBytes, diskBytes: vm.diskBytes },
    })),
  };
}

const usual = {
  ...{ 'postgresql.version': '15', 'postgresql.max_connections': '120', 'redis.version': '7' },
  ...{ 'postgresql.shared_buffers': String(2 * GIB), 'redis.maxmemory': String(GIB) },
  ...{ 'redis.appendonly': 'yes', 'nginx.version': '1.22', 'pgbouncer.default_pool_size': '20' },
  'vm.system': 'ubuntu 22.04',
};
/** Every VM answers every setting: rows are made only where the VM has the role. */
function readingsOf(level: number, settings: Record<string, string> = usual): LimitsData['readings'] {
  return topologyOf(level).vms.map(({ vm }) => ({
    ...{ vm, when: 'before' as const },
    settings: Object.entries(settings).map(([name, read]) => ({ name, expected: read, read, matches: true })),
  }));
}
const compare = (level: number, settings?: Record<string, string>) =>
  conformanceOf(topologyOf(level), readingsOf(level, settings), claims);
const find = (data: ReturnType<typeof compare>, subject: string, item: string) =>
  data.rows.find((row) => row.subject === subject && row.item === item);

describe('what was started beside the document', () => {
  it('on a large host differs in its disks alone, and in the storage, for every level', () => {
    for (const level of [1, 2, 3, 4, 5]) {
      const data = compare(level);
      expect(conformanceSchema.parse(data)).toEqual(data);
      const items = new Set(differencesOf(data).map(({ item }) => item));
      expect([level, [...items].filter((item) => item !== 'disk' && item !== 'object storage')]).toEqual([
        level,
        [],
      ]);
    }
    expect(find(compare(1), 'app', 'disk')).toMatchObject({
      ...{ document: '100 GB', agrees: false, here: expect.stringContaining('not limited') },
    });
  });

  it('counts the VMs of a name, and cites the claim', () => {
    expect(find(compare(5), 'redis', 'VMs')).toEqual({
      ...{
        subject: 'redis',
        item: 'VMs',
        document: '3',
        here: '3',
        agrees: true,
        claimId: 'l5-vm-redis-count',
      },
    });
    const five = topologyOf(5);
    const fewer = { ...five, vms: five.vms.filter(({ vm }) => vm !== 'redis-3') };
    const data = conformanceOf(fewer, readingsOf(5), claims);
    expect(find(data, 'redis', 'VMs')).toMatchObject({ here: '2', agrees: false });
    const none = { ...five, vms: five.vms.filter(({ vm }) => vm !== 'monitoring') };
    expect(find(conformanceOf(none, readingsOf(5), claims), 'monitoring', 'VMs')).toMatchObject({
      ...{ document: '1', here: '0', agrees: false },
    });
  });

  it('says what each VM was given on a small host', () => {
    const small = topologyOf(4, { vCpu: 2, memoryBytes: 5 * GIB });
    const data = conformanceOf(small, readingsOf(4), claims);
    expect(find(data, 'app-2', 'vCPU')).toMatchObject({ document: '4 vCPU', here: '2 vCPU', agrees: false });
    expect(find(data, 'app-2', 'memory')).toMatchObject({ document: '8 GB', here: '4 GB', agrees: false });
    expect(find(data, 'redis', 'memory')).toMatchObject({ document: '4 GB', here: '4 GB', agrees: true });
    expect(conformanceLine(data)).toMatch(
      /^conformance: \d+ of \d+ figures differ from the document \(.*vCPU 4, /,
    );
  });

  it('has rows for what the document leaves open or does not list, which cannot differ', () => {
    const five = compare(5);
    expect(find(five, 'monitoring', 'vCPU')).toMatchObject({ document: null, here: '2 vCPU', agrees: null });
    expect(find(five, 'app-1', 'disk')).toMatchObject({ document: null, agrees: null });
    expect(find(five, 'storage', 'a VM that the document does not list')).toMatchObject({ agrees: null });
    expect(find(five, 'storage', 'object storage')).toMatchObject({ document: '500 GB', agrees: false });
    const without = topologyOf(4);
    const vms = without.vms.filter(({ vm }) => vm !== 'storage');
    expect(find(conformanceOf({ ...without, vms }, [], claims), 'storage', 'object storage')?.here).toBe(
      'none',
    );
  });

  it('holds versions and settings against the requirements', () => {
    const wrong = compare(4, {
      ...{ 'postgresql.version': '14', 'postgresql.max_connections': '99', 'redis.version': '5' },
      ...{ 'postgresql.shared_buffers': String(2 * GIB - 1), 'redis.maxmemory': String(2 * GIB + 1) },
      ...{ 'redis.appendonly': 'no', 'nginx.version': '1.9', 'pgbouncer.default_pool_size': '0' },
    });
    const items = differencesOf(wrong).flatMap(({ subject, item }) =>
      ['db', 'redis', 'app-1'].includes(subject) && item !== 'disk' ? [item] : [],
    );
    expect(items.sort()).toEqual(
      [
        ...['Nginx version', 'PostgreSQL connections', 'PostgreSQL shared buffers', 'PostgreSQL version'],
        ...['Redis memory', 'Redis persistence', 'Redis version', 'connection pool'],
      ].sort(),
    );
    expect(find(compare(4), 'redis', 'Redis memory')).toMatchObject({
      ...{ document: '1 to 2 GB', here: '1 GB', agrees: true, claimId: 'requires-redis-memory' },
    });
    expect(find(compare(4), 'db', 'PostgreSQL version')).toMatchObject({
      document: '15 or more',
      here: '15',
    });
  });

  it('names another system than the document does', () => {
    expect(find(compare(2), 'level', 'operating system')).toMatchObject({
      ...{ document: 'Ubuntu 20.04 or Ubuntu 22.04', here: 'ubuntu 22.04', agrees: true },
    });
    const other = compare(2, { ...usual, 'vm.system': 'debian 12' });
    expect(find(other, 'level', 'operating system')).toMatchObject({ here: 'debian 12', agrees: false });
    expect(find(conformanceOf(topologyOf(2), [], claims), 'level', 'operating system')?.agrees).toBe(false);
  });

  it('names an image of the user’s own, and takes nothing that it cannot tell for another system', () => {
    const two = topologyOf(2);
    const own = { image: 'mine/waha:1', imageOwner: 'user' as const, foreign: true as const };
    const vms = two.vms.map((vm) => (vm.vm === 'waha' ? { ...vm, ...own } : vm));
    const untold = { 'vm.settings': NOT_TOLD };
    const readings = readingsOf(2).map((reading) =>
      reading.vm === 'waha' ? { ...reading, settings: readingsOf(2, untold)[0]?.settings ?? [] } : reading,
    );
    const data = conformanceOf({ ...two, vms }, readings, claims);
    expect(find(data, 'waha', 'image of your own')).toMatchObject({
      ...{ here: 'mine/waha:1; settings not told by a foreign image', document: null, agrees: null },
    });
    expect(find(data, 'level', 'operating system')).toMatchObject({ here: 'ubuntu 22.04', agrees: true });
    expect(ownImageLines(data)).toEqual([
      'VM waha runs your image mine/waha:1; settings not told by a foreign image',
    ]);
    expect(find(conformanceOf(two, readingsOf(2), claims), 'waha', 'image of your own')).toBeUndefined();
  });

  it('what was not read is not taken to agree', () => {
    const unread = conformanceOf(topologyOf(3), [], claims);
    expect(find(unread, 'db', 'PostgreSQL version')).toMatchObject({ here: 'not read', agrees: false });
    expect(find(compare(3, { 'nginx.version': 'unknown' }), 'app', 'Nginx version')?.agrees).toBe(false);
  });

  it('compares versions by their parts', () => {
    expect(compareVersions('1.9', '1.18')).toBeLessThan(0);
    expect(compareVersions('1.22.1', '1.18')).toBeGreaterThan(0);
    expect(compareVersions('7', '6')).toBeGreaterThan(0);
    expect(compareVersions('15', '15')).toBe(0);
    expect(compareVersions('none', '15')).toBeNaN();
  });
});
