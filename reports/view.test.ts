import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../harness/core/run-record.ts';
import type { Verdict } from '../harness/core/verdict.ts';
import { fixtureRecord, invalidRecord, refutedRecord, silentRecord, smallHostRecord } from './fixture.ts';
import { viewOf } from './view.ts';

/** The fixture with the verdict on 150 users changed. */
function with150(change: Partial<Verdict>): RunRecord {
  return fixtureRecord((record) => {
    for (const verdict of record.verdicts)
      if (verdict.claimId === 'l1-users-150') Object.assign(verdict, change);
  });
}

function withSpec(change: Partial<RunRecord['spec']>): RunRecord {
  return fixtureRecord((record) => void Object.assign(record.spec, change));
}

describe('the headline', () => {
  const situations: [string, RunRecord][] = [
    [
      'Level 1 carries 150 users of the reference CRM: yes (preliminary), with 62 % to spare',
      fixtureRecord(),
    ],
    [
      'Level 1 carries 150 users of the reference CRM: yes, with 62 % to spare',
      with150({ preliminary: false }),
    ],
    [
      'Level 1 carries 150 users of the reference CRM: yes (preliminary), with less than 1 % to spare',
      with150({ marginRatio: 0.004 }),
    ],
    ['Level 1 carries 150 users of the reference CRM: yes (preliminary)', with150({ marginRatio: null })],
    ['Level 1 carries 150 users of the reference CRM: no (preliminary)', refutedRecord()],
    ['Level 1 carries 150 users of the reference CRM: not shown', smallHostRecord()],
    ['Level 1 carries 150 users of the reference CRM: not tested', silentRecord()],
    [
      'Level 1 carries 150 users of the reference CRM: cannot be tested as written',
      with150({ outcome: 'untestable-as-written' }),
    ],
    [
      'Level 1 carries 150 users of the reference CRM: projected yes, calculated and not measured',
      with150({ outcome: 'projected-pass' }),
    ],
    [
      'Level 1 carries 150 users of the reference CRM: projected no, calculated and not measured',
      with150({ outcome: 'projected-fail' }),
    ],
    ['The run is invalid: failed guard “The generator kept its schedule”', invalidRecord()],
    [
      'Custom level 1 carries 150 users of the reference CRM: yes (preliminary), with 62 % to spare',
      withSpec({ levelSource: 'custom' }),
    ],
    [
      'Level 1 with the planted defect “slow” carries 150 users of the reference CRM: yes (preliminary), with 62 % to spare',
      withSpec({ defect: 'slow' }),
    ],
    ['Level 2: not tested', withSpec({ level: 2 })],
  ];

  it.each(situations)('%s', (text, record) => expect(viewOf(record).answer.text).toBe(text));

  it('gives the smaller figure of users beside it, and the reason', () => {
    const { answer } = viewOf(with150({ outcome: 'inconclusive', reason: 'Too few requests.' }));
    expect(answer.because).toBe('Too few requests.');
    expect(answer.others).toEqual(['100 users: yes (preliminary), with 62 % to spare']);
  });

  it('never says yes for an invalid run, even where its verdicts do', () => {
    const { answer } = viewOf(fixtureRecord((record) => void Object.assign(record, { valid: false })));
    expect(answer.text).toBe('The run is invalid: a guard failed');
  });

  it('counts an unobserved guard as failed', () => {
    const record = fixtureRecord((draft) => {
      draft.valid = false;
      for (const guard of draft.guards) guard.status = 'unavailable';
    });
    expect(viewOf(record).answer.text).toBe(
      'The run is invalid: failed guard “The generator kept its schedule” (and 2 more)',
    );
  });
});

describe('the price', () => {
  it('is the document’s, with a user’s share only where users are verified', () => {
    expect(viewOf(fixtureRecord()).cost).toEqual({
      perMonth: '₹3,500',
      perTenant: '₹1,167',
      perVerifiedUser: { amount: '₹23.33', users: '150', but: ' (preliminary, reference CRM)' },
      citation: "the document's total for Level 1",
    });
    expect(viewOf(with150({ outcome: 'inconclusive' })).cost?.perVerifiedUser).toEqual({
      amount: '₹35',
      users: '100',
      but: ' (preliminary, reference CRM)',
    });
    for (const record of [refutedRecord(), invalidRecord(), silentRecord(), withSpec({ defect: 'slow' })])
      expect(viewOf(record).cost?.perVerifiedUser).toBeNull();
  });

  it('is not given for a level that is not the document’s', () => {
    expect(viewOf(withSpec({ levelSource: 'custom' })).cost).toBeNull();
  });
});

describe('the rows', () => {
  it('come refuted, inconclusive, verified, not tested', () => {
    const { rows, counts } = viewOf(refutedRecord());
    expect([...new Set(rows.map(({ standing }) => standing))]).toEqual(
      counts.map(({ standing }) => standing),
    );
    expect(counts.map(({ standing, count }) => `${count} ${standing}`)).toEqual([
      '3 refuted',
      '1 inconclusive',
      '8 verified',
      '1 untestable-as-written',
      '1 not-tested',
    ]);
  });

  it('show a claim without a verdict as not tested, and a verdict without a claim as itself', () => {
    const record = fixtureRecord((draft) => {
      draft.claims = draft.claims.filter(({ id }) => id !== 'l1-p95');
      draft.verdicts = draft.verdicts.filter(({ claimId }) => claimId !== 'l1-cpu');
    });
    const { rows } = viewOf(record);
    expect(rows.find(({ id }) => id === 'l1-cpu')?.outcome).toBe('not-tested');
    expect(rows.find(({ id }) => id === 'l1-p95')).toMatchObject({ outcome: 'verified', section: null });
  });

  it('carry the workload beside every claim on users, as a rate too', () => {
    const rows = viewOf(fixtureRecord()).rows.filter(({ workload }) => workload !== null);
    expect(rows.map(({ id }) => id)).toEqual(['l1-users-100', 'l1-users-150']);
    expect(rows[0]?.workload).toMatch(/each of whom acts 3 times a minute .*21\.6 req\/s together/);
  });

  it('that are open are grouped where they share a reason', () => {
    expect(viewOf(invalidRecord()).open.map(({ rows }) => rows.length)).toEqual([12, 1, 1]);
  });
});

describe('how sure it is', () => {
  it('explains a-fortiori with the figures of this host, and preliminary', () => {
    const [basis, preliminary, samples] = viewOf(fixtureRecord()).sureness;
    expect(basis).toMatch(/^A-fortiori: .* Here: 2 of the document’s 4 vCPU, 6 GB of its 8 GB\.$/);
    expect(preliminary).toMatch(/^Preliminary: /);
    expect(samples).toBe('It rests on 958 requests in one window of 45 s.');
  });

  it('names a guard that could only hurt', () => {
    const record = fixtureRecord((draft) => {
      for (const guard of draft.guards) if (guard.direction === 'hurts') guard.status = 'failed';
    });
    expect(viewOf(record).sureness.at(-1)).toBe(
      'Something disturbed the run (“The host kept its CPU”). It can only have made the result worse: passes stand, nothing is refuted.',
    );
  });

  it('is nothing for an invalid run', () => expect(viewOf(invalidRecord()).sureness).toHaveLength(1));
});

it('warns of a planted defect and of a custom level', () => {
  expect(viewOf(fixtureRecord()).banners).toEqual([]);
  expect(viewOf(withSpec({ defect: 'slow', levelSource: 'custom' })).banners).toHaveLength(2);
});
