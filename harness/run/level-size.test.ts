import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { claimsOf } from '../claims/audit/plan.ts';
import { documentLevel } from '../claims/document-levels.ts';
import type { VmSpec } from '../core/level.ts';
import { projectRoot } from '../host/environment.ts';
import { parseLevelFile } from '../topology/level-file.ts';
import { claimedLoad, loadCatalogue } from './catalogue.ts';

const text = readFileSync(join(projectRoot, 'docker-compose.levels.yml'), 'utf8');
const claims = loadCatalogue();
const levels = [1, 2, 3, 4, 5];

describe.each(levels)('the level file, Level %i', (level) => {
  const { spec } = parseLevelFile(text, level, { source: 'document' });

  it('gives as much in all as the document, beside the VMs that it leaves open', () => {
    const stated = spec.vms.filter((vm) => !vm.sizeAssumed);
    const sum = (of: (vm: VmSpec) => number) => stated.reduce((total, vm) => total + of(vm), 0);
    const size = { vCpu: sum((vm) => vm.vCpu), memoryBytes: sum((vm) => vm.memoryBytes) };
    expect({ ...size, open: assumed(spec.vms) }).toEqual(documentLevel(claims, level));
  });

  it("has the document's VMs, each of its size", () => {
    const names = claimsOf(claims, 'price-vm', { level }).map(({ params }) => String(params.vm));
    const figure = (kind: string, vm: string) => claimsOf(claims, kind, { level, params: { vm } })[0]?.bound;
    const stated = names.flatMap((vm) =>
      Array.from({ length: figure('vm-count', vm) ?? 1 }, () => ({
        name: vm,
        size: [figure('vm-vcpu', vm), figure('vm-memory', vm), figure('vm-disk', vm) ?? null],
      })),
    );
    const described = spec.vms
      .filter(({ name }) => name !== 'storage') // no VM of the document, but the provider's service
      .map((vm) => ({
        name: vm.name.replace(/-\d$/, ''), // app-1 and app-2 are two of the document's application VMs
        size: vm.sizeAssumed ? [undefined, undefined, vm.diskBytes] : [vm.vCpu, vm.memoryBytes, vm.diskBytes],
      }));
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    expect(described.sort(byName)).toEqual(stated.sort(byName));
  });

  it('runs every part of the CRM where the level has a VM for it, and nowhere else', () => {
    const count = (role: string) => spec.vms.filter((vm) => vm.roles.some((one) => one === role)).length;
    const named = (name: string) => spec.vms.filter((vm) => vm.name.replace(/-\d$/, '') === name).length;
    for (const role of ['postgres', 'smtp']) expect(count(role), role).toBe(1);
    expect(count('redis')).toBe(Math.max(1, named('redis')));
    expect(count('pgbouncer')).toBe(count('postgres') + count('replica'));
    const apps = spec.vms.filter((vm) => vm.name.startsWith('app')).length;
    expect([count('app'), count('nginx')]).toEqual([apps, apps]);
    for (const role of ['waha', 'telephony', 'replica', 'cdn', 'monitoring', 'storage'])
      expect(count(role), role).toBe(named(role));
    expect(count('haproxy')).toBe(apps > 1 ? 1 : 0);
    // what is watched tells of itself; the provider's storage is not ours to look into
    const watched = count('monitoring') > 0 ? spec.vms.filter(({ name }) => name !== 'storage').length : 0;
    expect(count('exporters')).toBe(watched);
  });

  it('gives storage of the stated size from Level 4 on', () => {
    const [size] = claimsOf(claims, 'storage-size', { level });
    expect(spec.vms.find(({ name }) => name === 'storage')?.diskBytes).toBe(size?.bound);
  });
});

/** VMs of a size of ours, the provider's storage last. */
function assumed(vms: readonly VmSpec[]): string[] {
  const names = vms.filter((vm) => vm.sizeAssumed).map(({ name }) => name);
  return names.sort((a, b) => Number(a === 'storage') - Number(b === 'storage'));
}

describe('every VM of a level knows the others', () => {
  it.each(levels)('by names that are there, Level %i', (level) => {
    const { vms } = parseLevelFile(text, level, { source: 'document' });
    const names = vms.map(({ spec }) => spec.name);
    const lists = ['DB_HOST', 'REDIS_HOST', 'REDIS_HOSTS', 'REPLICA_HOSTS', 'APP_HOSTS', 'PRIMARY_HOST'];
    for (const { spec, environment } of vms)
      for (const name of [...lists, 'STORAGE_HOST', 'ORIGIN_HOST', 'SMTP_HOST'])
        for (const host of (environment[name] ?? '').split(' ').filter(Boolean))
          expect(names, `${spec.name}: ${name}`).toContain(host);
  });

  it('the monitoring VM scrapes what runs, where it runs', () => {
    const { vms } = parseLevelFile(text, 5, { source: 'document' });
    const told = vms.find(({ spec }) => spec.name === 'monitoring')?.environment.MONITORED_VMS?.trim();
    const runs = vms
      .filter(({ spec }) => spec.roles.includes('exporters'))
      .map(({ spec }) => `${spec.name}=${spec.roles.filter((role) => role !== 'exporters').join(',')}`);
    expect(told?.split(/\s+/).sort()).toEqual(runs.sort());
  });
});

it('a level is loaded with what it claims', () => {
  expect(levels.map((level) => claimedLoad(claims, level))).toEqual([
    { users: 150, customers: 10_000 },
    { users: 200, customers: 10_000 },
    { users: 300, customers: 20_000 },
    { users: 1000, customers: 50_000 },
    { users: 2000, customers: 100_000 },
  ]);
});
