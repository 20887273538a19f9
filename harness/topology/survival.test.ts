import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Role } from '../core/level.ts';
import { parseLevelFile } from './level-file.ts';
import { lossOf } from './survival.ts';

const shipped = readFileSync(join(import.meta.dirname, '..', '..', 'docker-compose.levels.yml'), 'utf8');
const levels = [1, 2, 3, 4, 5].map(
  (level) => parseLevelFile(shipped, level, { source: 'document' }).spec.vms,
);
const levelOf = (level: number) => levels[level - 1] ?? [];

function lose(level: number, name: string, lost: string[] = []) {
  const vms = levelOf(level);
  const vm = vms.find((one) => one.name === name);
  if (vm === undefined) throw new Error(`Level ${level} has no VM ${name}`);
  return lossOf(vm, vms, new Set(lost));
}
const survivors = (level: number) =>
  levelOf(level)
    .filter((vm) => lose(level, vm.name).survives)
    .map(({ name }) => name);

describe('what a level can lose', () => {
  it('of the shipped levels', () => {
    expect(survivors(1)).toEqual([]);
    expect(survivors(2)).toEqual(['waha']);
    expect(survivors(3)).toEqual(['waha']);
    expect(survivors(4)).toEqual(['app-1', 'app-2', 'replica', 'waha', 'telephony', 'storage']);
    expect(survivors(5).filter((name) => /^(balancer|db|redis-\d)$/.test(name))).toEqual([]);
    expect(survivors(5)).toHaveLength(levelOf(5).length - 5);
  });

  it('says who carries on, and what is left undone', () => {
    expect(lose(4, 'app-2')).toEqual({ survives: true, carriedBy: 'app-1 carries on' });
    expect(lose(4, 'app-1')).toEqual({ survives: true, carriedBy: 'app-2 carries on; mail is not sent' });
    expect(lose(5, 'app-3')).toEqual({ survives: true, carriedBy: 'app-1 and app-2 carry on' });
    expect(lose(4, 'replica')).toEqual({ survives: true, carriedBy: 'reads go to db' });
    expect(lose(5, 'replica-2')).toEqual({ survives: true, carriedBy: 'reads go to replica-1 and db' });
    expect(lose(4, 'waha')).toEqual({ survives: true, carriedBy: 'messages are not sent' });
    expect(lose(5, 'waha-1')).toEqual({ survives: true, carriedBy: 'waha-2 has the messages' });
    expect(lose(5, 'monitoring')).toEqual({ survives: true, carriedBy: 'no one watches' });
  });

  it('says why it cannot', () => {
    expect(lose(4, 'db')).toMatchObject({ because: expect.stringContaining('takes writes') });
    expect(lose(4, 'balancer')).toMatchObject({ because: expect.stringContaining('come in') });
    expect(lose(4, 'redis')).toMatchObject({ because: expect.stringContaining('sessions') });
    expect(lose(5, 'redis-2')).toMatchObject({ because: expect.stringContaining('share of the keys') });
  });

  it('adds losses up: the last application VM ends it, the last replica does not', () => {
    expect(lose(4, 'app-2', ['app-1'])).toEqual({ survives: false, because: 'no other VM serves the CRM' });
    expect(lose(5, 'app-3', ['app-1'])).toEqual({ survives: true, carriedBy: 'app-2 carries on' });
    expect(lose(5, 'app-3', ['app-1', 'app-2']).survives).toBe(false);
    expect(lose(5, 'replica-2', ['replica-1'])).toEqual({ survives: true, carriedBy: 'reads go to db' });
    expect(lose(5, 'waha-2', ['waha-1'])).toEqual({ survives: true, carriedBy: 'messages are not sent' });
  });

  it('two application VMs without a balancer: nobody sends the users to the other one', () => {
    const roles: Role[] = ['app', 'nginx'];
    const vms = [
      { name: 'app-1', roles },
      { name: 'app-2', roles },
    ];
    expect(lossOf(vms[1] as (typeof vms)[0], vms, new Set()).survives).toBe(false);
  });

  it('an application VM that is fatal for another role as well is fatal', () => {
    const vms: { name: string; roles: Role[] }[] = [
      { name: 'one', roles: ['app', 'nginx', 'redis'] },
      { name: 'two', roles: ['app', 'nginx'] },
      { name: 'balancer', roles: ['haproxy'] },
    ];
    expect(lossOf(vms[0] as (typeof vms)[0], vms, new Set()).survives).toBe(false);
    expect(lossOf(vms[1] as (typeof vms)[0], vms, new Set()).survives).toBe(true);
  });
});
