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
const levels = [1, 2, 3, 4];

describe.each(levels)('the level file, Level %i', (level) => {
  const { spec } = parseLevelFile(text, level, { source: 'document' });

  it('gives as much in all as the document', () => {
    const sum = (of: (vm: VmSpec) => number) => spec.vms.reduce((total, vm) => total + of(vm), 0);
    expect({ vCpu: sum((vm) => vm.vCpu), memoryBytes: sum((vm) => vm.memoryBytes) }).toEqual(
      documentLevel(claims, level),
    );
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
    const described = spec.vms.map((vm) => ({
      name: vm.name.replace(/-\d$/, ''), // app-1 and app-2 are two of the document's application VMs
      size: [vm.vCpu, vm.memoryBytes, vm.diskBytes],
    }));
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    expect(described.sort(byName)).toEqual(stated.sort(byName));
  });

  it('runs every part of the CRM where the level has a VM for it, and nowhere else', () => {
    const count = (role: string) => spec.vms.filter((vm) => vm.roles.some((one) => one === role)).length;
    for (const role of ['postgres', 'pgbouncer', 'redis', 'smtp']) expect(count(role), role).toBe(1);
    const apps = spec.vms.filter((vm) => vm.name.startsWith('app')).length;
    expect([count('app'), count('nginx')]).toEqual([apps, apps]);
    for (const role of ['waha', 'telephony', 'replica'])
      expect(count(role), role).toBe(spec.vms.filter((vm) => vm.name === role).length);
    expect(count('haproxy')).toBe(apps > 1 ? 1 : 0);
  });
});

it('a level is loaded with what it claims', () => {
  expect(levels.map((level) => claimedLoad(claims, level))).toEqual([
    { users: 150, customers: 10_000 },
    { users: 200, customers: 10_000 },
    { users: 300, customers: 20_000 },
    { users: 1000, customers: 50_000 },
  ]);
});
