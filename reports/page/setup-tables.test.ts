import { expect, it } from 'vitest';
import type { ConformanceData } from '../../harness/core/evidence/conformance.ts';
import { unavailable } from '../../harness/core/evidence/envelope.ts';
import { fixtureRecord } from '../fixture.ts';
import { conformanceTables } from './setup-tables.ts';

const row = (item: string, agrees: boolean | null): ConformanceData['rows'][number] => ({
  ...{ subject: 'app-1', item, agrees, here: '2' },
  document: agrees === null ? null : '4',
  claimId: agrees === null ? null : 'l4-vm-app-vcpu',
});
const evidence = fixtureRecord().repetitions[0]?.evidence;
if (evidence === undefined) throw new Error('the fixture has a repetition');
const { conformance: _, ...older } = evidence;

it('shows what differs first, in words, then what the document leaves open', () => {
  const data = { rows: [row('vCPU', true), row('disk', null), row('memory', false)] };
  const conformance = {
    ...{ id: 'conformance' as const, schemaVersion: 1 as const, source: 'fixture' },
    ...{ status: 'observed' as const, fromMs: 0, toMs: 0, data },
  };
  const [table] = conformanceTables({ ...evidence, conformance });
  const cells = table?.rows.map(({ cells }) => cells.map(({ text }) => text));
  expect(cells).toEqual([
    ['memory', '4', '2', '✕ no, it differs', 'l4-vm-app-vcpu'],
    ['disk', 'not stated', '2', 'nothing to compare', ''],
    ['vCPU', '4', '2', '✓ yes', 'l4-vm-app-vcpu'],
  ]);
  expect(table?.facts.map(({ value }) => value)).toEqual(['1', '1', '1']);
});

it('says why there is none, and shows nothing for a run of before it was compared', () => {
  const conformance = unavailable('conformance', 'level', 'the catalogue is broken');
  expect(conformanceTables({ ...evidence, conformance })[0]?.missing).toContain('the catalogue is broken');
  expect(conformanceTables(older)).toEqual([]);
});
