import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HarnessError } from '../core/errors.ts';
import { GIB } from '../core/units.ts';
import { parseLevelFile, parseSize } from './level-file.ts';

const shipped = readFileSync(join(import.meta.dirname, '..', '..', 'docker-compose.levels.yml'), 'utf8');

function thrown(work: () => unknown): HarnessError {
  try {
    work();
  } catch (error) {
    return error as HarnessError;
  }
  throw new Error('did not throw');
}

const one = (labels: string) => `
services:
  a:
    labels:
      capacity.level: "1"
${labels}
    environment:
      SECRET: \${SECRET:-fallback}
    ports: ["127.0.0.1:8443:443", "5432"]
`;
const good = `      capacity.vm: app
      capacity.roles: "app postgres"
      capacity.vcpu: "4"
      capacity.memory: 8GB
      capacity.disk: 100GB`;

describe('level file', () => {
  it('describes Level 1 as the document does: one VM of 4 vCPU, 8 GB and 100 GB with everything on it', () => {
    const { spec } = parseLevelFile(shipped, 1, { source: 'document' });
    expect(spec.vms).toEqual([
      {
        name: 'app',
        roles: expect.arrayContaining(['app', 'postgres', 'pgbouncer', 'redis', 'nginx', 'smtp']),
        vCpu: 4,
        memoryBytes: 8 * GIB,
        diskBytes: 100 * GIB,
      },
    ]);
  });

  it('publishes on 127.0.0.1 only', () => {
    const published = shipped.split('\n').filter((line) => /^\s*-\s*["']?[\d.:]+:\d+/.test(line));
    expect(published.length).toBeGreaterThan(0);
    for (const line of published) expect(line).toContain('127.0.0.1:');
  });

  it('reads ports and fills environment variables as compose does', () => {
    const vm = parseLevelFile(one(good), 1, { source: 'custom' }).vms[0];
    expect(vm?.environment).toEqual({ SECRET: 'fallback' });
    expect(vm?.ports).toEqual([
      { container: 443, host: 8443 },
      { container: 5432, host: null },
    ]);
    const filled = parseLevelFile(one(good), 1, { source: 'custom', variables: { SECRET: 'x' } });
    expect(filled.vms[0]?.environment.SECRET).toBe('x');
  });

  it.each([
    ['capacity.memory', good.replace('8GB', 'lots')],
    ['capacity.vCpu', good.replace('"4"', '"none"')],
    ['capacity.roles', good.replace('app postgres', 'app oracle')],
  ])('refuses a wrong label: %s', (label, labels) => {
    const error = thrown(() => parseLevelFile(one(labels), 1, { source: 'custom' }));
    expect(error.code).toBe('bad-level-file');
    expect(error.message).toContain(label);
  });

  it('takes the image of the user for the one that it stands in for, and the VM image else', () => {
    const own = { CAPACITY_VM_IMAGE: 'capacity-vm:abc', WAHA_IMAGE: 'own/waha:1', CRM_IMAGE: 'own/crm:1' };
    const imagesOf = (level: number, variables: Record<string, string>) => {
      const { vms, testHosts } = parseLevelFile(shipped, level, { source: 'document', variables });
      return Object.fromEntries([...vms, ...(testHosts ?? [])].map((vm) => [vm.spec.name, vm.image]));
    };
    expect(imagesOf(2, own)).toEqual({ app: 'own/crm:1', waha: 'own/waha:1', outside: 'capacity-vm:abc' });
    const telephony = imagesOf(5, { ...own, TELEPHONY_IMAGE: 'own/pbx', WAHA_IMAGE: '', CRM_IMAGE: '' });
    const theirs = Object.entries(telephony).filter(([, image]) => image !== 'capacity-vm:abc');
    expect(theirs.map(([name]) => name)).toEqual(['telephony-1', 'telephony-2']);
  });

  it.each([1, 2, 3, 4, 5])('has one test host at Level %i, which is no VM of it', (level) => {
    const { spec, vms, testHosts } = parseLevelFile(shipped, level, { source: 'document' });
    const withPhones = vms.some((vm) => vm.spec.roles.includes('telephony'));
    expect(testHosts?.map((host) => [host.spec.name, host.spec.roles])).toEqual([
      ['outside', withPhones ? ['outside', 'phones'] : ['outside']],
    ]);
    expect(spec.vms.map(({ name }) => name)).not.toContain('outside');
    const entry = vms.some((vm) => vm.spec.name === 'balancer') ? 'balancer' : 'app';
    for (const { environment, spec: vm } of [...vms, ...(testHosts ?? [])])
      if (vm.roles.some((role) => ['app', 'telephony', 'outside'].includes(role)))
        expect(environment.CRM_URL, vm.name).toBe(`http://${entry}`);
  });

  it('publishes no port twice in a level, and every one that an administrator asks', () => {
    for (const level of [1, 2, 3, 4, 5]) {
      const { vms, testHosts } = parseLevelFile(shipped, level, { source: 'document' });
      const all = [...vms, ...(testHosts ?? [])];
      const hosts = all.flatMap(({ ports }) => ports.map(({ host }) => host));
      expect(new Set(hosts).size, `Level ${level}`).toBe(hosts.length);
      const wanted: Record<string, number> = { waha: 3900, telephony: 8089, outside: 8091 };
      for (const { spec, ports } of all)
        for (const role of spec.roles)
          if (wanted[role] !== undefined)
            expect(
              ports.map(({ container }) => container),
              spec.name,
            ).toContain(wanted[role]);
    }
  });

  it('refuses a test host with the name of a VM', () => {
    const twice = `${one(good)}  b:\n    labels:\n      capacity.test-host: "1"\n${good}\n`;
    const error = thrown(() => parseLevelFile(twice, 1, { source: 'custom' }));
    expect([error.code, error.message]).toEqual([
      'bad-level-file',
      'app is both a VM and a test host of level 1',
    ]);
  });

  it('says which levels there are', () => {
    const error = thrown(() => parseLevelFile(one(good), 9, { source: 'custom' }));
    expect([error.code, error.hint]).toEqual(['usage', 'levels that are: 1']);
  });

  it('refuses what is no compose file', () => {
    expect(thrown(() => parseLevelFile('a: [', 1, { source: 'custom' })).code).toBe('bad-level-file');
    expect(thrown(() => parseLevelFile('just text', 1, { source: 'custom' })).code).toBe('bad-level-file');
  });

  it('reads sizes', () => {
    expect(['8GB', '256m', '1024', '1.5g', 'x', ''].map(parseSize)).toEqual([
      8 * GIB,
      256 * 1024 ** 2,
      1024,
      1.5 * GIB,
      Number.NaN,
      Number.NaN,
    ]);
  });
});
