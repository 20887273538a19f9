import { describe, expect, it } from 'vitest';
import type { HarnessError } from '../../core/errors.ts';
import { GIB } from '../../core/units.ts';
import { certificateText, readCertificateText } from './dataset.ts';
import { datasetsNamed, type KeptDataset, keptAtMost, surplus, worthless } from './inventory.ts';

const kept = (key: string, facts: Partial<KeptDataset> = {}): KeptDataset => ({
  key,
  volume: `capacity-dataset-${key}`,
  version: 'v1',
  request: null,
  createdMs: 1,
  state: 'complete',
  certificate: null,
  bytes: GIB,
  lastUsedMs: 100,
  ...facts,
});
const keys = (datasets: readonly KeptDataset[]) => datasets.map(({ key }) => key);

describe('what has to go before another dataset is made', () => {
  const freeBytes = 1000 * GIB;

  it('nothing while there is room', () => {
    const datasets = [kept('a'), kept('b', { state: 'stale' })];
    expect(surplus({ datasets, freeBytes })).toEqual([]);
  });

  it('whatever is partial, but not what is being made', () => {
    const datasets = [kept('a', { state: 'partial' }), kept('b', { state: 'building' })];
    expect(keys(surplus({ datasets, freeBytes }))).toEqual(['a']);
  });

  it('stale ones before others, then those not used for longest, so that eight remain with the new one', () => {
    const datasets = Array.from({ length: 9 }, (_, i) => kept(`${i}`, { lastUsedMs: i }));
    (datasets[7] as KeptDataset).state = 'stale';
    expect(keys(surplus({ datasets, freeBytes }))).toEqual(['7', '0']);
    expect(keptAtMost.datasets).toBe(8);
  });

  it('until they take no more than is allowed', () => {
    const datasets = [
      kept('a', { bytes: 15 * GIB, lastUsedMs: 3 }),
      kept('b', { bytes: 6 * GIB, lastUsedMs: 2 }),
    ];
    expect(keys(surplus({ datasets, freeBytes }))).toEqual(['b']);
    const huge = [kept('a', { bytes: 25 * GIB })];
    expect(keys(surplus({ datasets: huge, freeBytes }))).toEqual(['a']);
  });

  it('until they take no more of the disk than they leave free', () => {
    const datasets = [
      kept('a', { bytes: 3 * GIB, lastUsedMs: 1 }),
      kept('b', { bytes: 2 * GIB, lastUsedMs: 2 }),
    ];
    expect(keys(surplus({ datasets, freeBytes: 5 * GIB }))).toEqual([]);
    expect(keys(surplus({ datasets, freeBytes: 4 * GIB }))).toEqual(['a']);
    expect(keys(surplus({ datasets, freeBytes: 0 }))).toEqual(['a']);
  });
});

describe('what is worth nothing', () => {
  const datasets = [
    kept('a', { lastUsedMs: 50 }),
    kept('b', { state: 'stale' }),
    kept('c', { state: 'partial' }),
    kept('d', { state: 'building', lastUsedMs: 50 }),
  ];

  it('stale and partial ones, with an age also what was not used since', () => {
    expect(keys(worthless(datasets))).toEqual(['b', 'c']);
    expect(keys(worthless(datasets, 51))).toEqual(['a', 'b', 'c']);
    expect(keys(worthless(datasets, 50))).toEqual(['b', 'c']);
  });
});

describe('datasets by name', () => {
  const datasets = [kept('abc1'), kept('abd2')];

  it('takes the first digits of one, or all', () => {
    expect(keys(datasetsNamed(datasets, 'abc'))).toEqual(['abc1']);
    expect(keys(datasetsNamed(datasets, 'all'))).toEqual(['abc1', 'abd2']);
    expect(datasetsNamed([], 'all')).toEqual([]);
  });

  it.each(['ab', 'x', 'abc12'])('refuses %s and says what there is', (text) => {
    let thrown: HarnessError | null = null;
    try {
      datasetsNamed(datasets, text);
    } catch (error) {
      thrown = error as HarnessError;
    }
    expect(thrown?.code).toBe('usage');
    expect(thrown?.hint).toContain('abc1, abd2');
  });
});

describe('the certificate in a volume', () => {
  const certificate = {
    version: 'v1',
    seed: 1,
    anchoredOn: '2025-01-31',
    customers: 1,
    rows: 1,
    tables: [],
    tenants: [],
    databaseBytes: 1,
    schemaDigest: null,
    digest: 'd',
    durationMs: 1,
    reused: null,
  };

  it('comes back as it was written', () => {
    expect(readCertificateText('abc', certificateText('abc', certificate))).toEqual(certificate);
  });

  it.each([
    ['cut off', certificateText('abc', certificate).slice(0, -9)],
    ['empty', ''],
    ["another dataset's", certificateText('abd', certificate)],
    ["another edition's", certificateText('abc', { ...certificate, surplus: 1 } as never)],
  ])('is none where it is %s', (_, text) => {
    expect(readCertificateText('abc', text)).toBeNull();
  });
});
