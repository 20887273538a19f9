import { expect, it } from 'vitest';
import type { LostVm } from '../core/evidence/events.ts';
import { startLine } from './load-line.ts';
import { lossPolicy } from './losses.ts';

const lost: LostVm = {
  ...{
    atMs: 0,
    kind: 'vm-lost',
    vm: 'app-2',
    roles: ['app'],
    why: 'exit 137',
    carriedBy: 'app-1 carries on',
  },
};

it('a loss in the window is told and survived, one before it ends the repetition', () => {
  const told: string[] = [];
  const ended: string[] = [];
  const policy = lossPolicy({ warn: (text) => told.push(text) }, (fault) =>
    ended.push(`${fault.code}: ${fault.message}`),
  );
  policy.onLost(lost);
  expect([told, ended]).toEqual([[], ['vm-died: VM app-2 ended before anything was measured (exit 137)']]);
  policy.windowOpens();
  policy.onLost(lost);
  expect(told).toEqual(['VM app-2 was lost (exit 137); the run goes on: app-1 carries on']);
  expect(ended).toHaveLength(1);
});

it('a start is told by what is ready and what is not, in one line', () => {
  expect(startLine({ ready: 1, of: 3, waitingFor: ['db', 'replica'] })).toBe(
    '1 of 3 VMs ready, waiting for db, replica',
  );
  const many = ['a', 'b', 'c', 'd', 'e', 'f'];
  expect(startLine({ ready: 10, of: 16, waitingFor: many })).toBe(
    '10 of 16 VMs ready, waiting for a, b, c, d and 2 more',
  );
  expect(startLine({ ready: 3, of: 3, waitingFor: [] })).toBe('3 of 3 VMs ready');
});
