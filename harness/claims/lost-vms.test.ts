import { describe, expect, it } from 'vitest';
import type { EvidenceSet } from '../core/evidence/catalogue.ts';
import { changed, repetitions, standardSpec, WINDOW_FROM_MS, withLoss } from './fixture.ts';
import { allGuards, allKinds, levelOne, levelOneSize } from './fixture-discovered.ts';
import { judgeRun } from './judge.ts';

const judge = (sets: EvidenceSet[]) =>
  judgeRun({
    ...{ spec: standardSpec(), claims: levelOne, kinds: allKinds, guards: allGuards },
    ...{ repetitions: sets, document: levelOneSize },
  });
const outcomesOf = (sets: EvidenceSet[]) =>
  Object.fromEntries(judge(sets).verdicts.map(({ claimId, outcome }) => [claimId, outcome]));
/** A loss in one of five repetitions is a loss. */
const lostOnce = (sets: EvidenceSet[], loss: Parameters<typeof withLoss>[1] = {}) =>
  sets.map((set, index) => (index === 2 ? withLoss(set, loss) : set));

describe('a run that lost a VM', () => {
  it('holds where it held, for what users see', () => {
    const { valid, verdicts } = judge(lostOnce(repetitions(5)));
    expect(valid).toBe(true);
    const outcome = (id: string) => verdicts.find(({ claimId }) => claimId === id)?.outcome;
    for (const id of ['l1-p95', 'l1-users-150', 'l1-error-rate', 'l1-tenant-isolation', 'l1-mean-query'])
      expect([id, outcome(id)]).toEqual([id, 'verified']);
  });

  it('says so under every verdict and as a warning', () => {
    const { verdicts, warnings } = judge(lostOnce(repetitions(5)));
    const words = 'In repetition 3: VM app-1 was lost 12 s into the window (exit 137); app-2 carries on.';
    for (const { notes } of verdicts) expect(notes.join('\n')).toContain(words);
    expect(warnings).toContainEqual(expect.objectContaining({ id: 'vm-lost', seen: words }));
    const early = judge([withLoss(repetitions(1)[0] as EvidenceSet, { atMs: WINDOW_FROM_MS - 3000 })]);
    expect(early.warnings[0]?.seen).toBe(
      'VM app-1 was lost 3 s before the window (exit 137); app-2 carries on.',
    );
    const late = judge([withLoss(repetitions(1)[0] as EvidenceSet, { atMs: WINDOW_FROM_MS + 46_000 })]);
    expect(late.warnings[0]?.seen).toContain('lost 1 s after the window');
    expect(judge(repetitions(5)).warnings.map(({ id }) => id)).not.toContain('vm-lost');
  });

  it('refutes nothing: the loss may be why', () => {
    expect(outcomesOf(repetitions(5, { p95Ms: 900 }))['l1-p95']).toBe('refuted');
    const { verdicts } = judge(lostOnce(repetitions(5, { p95Ms: 900 })));
    const p95 = verdicts.find(({ claimId }) => claimId === 'l1-p95');
    expect(p95).toMatchObject({
      outcome: 'inconclusive',
      reason: expect.stringContaining('app-2 carries on'),
    });
    expect(outcomesOf(lostOnce(repetitions(5, { p95Ms: 900 })))['l1-users-150']).toBe('inconclusive');
  });

  it('leaves the resources of the VM open, which were read until its end only', () => {
    const whole = outcomesOf(repetitions(5));
    const lost = outcomesOf(lostOnce(repetitions(5)));
    for (const id of ['l1-cpu', 'l1-memory', 'l1-connections'])
      expect([id, whole[id], lost[id]]).toEqual([id, 'verified', 'inconclusive']);
  });

  it('leaves connections alone where the VM held none', () => {
    const lost = outcomesOf(
      lostOnce(repetitions(5), { roles: ['waha'], carriedBy: 'messages are not sent' }),
    );
    expect([lost['l1-connections'], lost['l1-cpu']]).toEqual(['verified', 'inconclusive']);
  });

  it('leaves the mean query open where a replica went with what it was at', () => {
    const lost = outcomesOf(lostOnce(repetitions(5), { roles: ['replica'], carriedBy: 'reads go to db' }));
    expect([lost['l1-mean-query'], lost['l1-p95']]).toEqual(['inconclusive', 'verified']);
  });

  it('verifies nothing where work that nobody took over went away from cores that others use', () => {
    const crowded = (roles: string[]) =>
      judge(
        lostOnce(
          repetitions(5).map((set) => changed(set, 'topology', { vmVCpu: 2 })),
          { roles },
        ),
      );
    for (const roles of [['replica', 'exporters'], ['monitoring'], ['app', 'nginx', 'smtp']]) {
      const { valid, verdicts } = crowded(roles);
      expect([roles, valid]).toEqual([roles, false]);
      expect(verdicts.map(({ outcome }) => outcome)).not.toContain('verified');
    }
    expect(crowded(['app', 'nginx', 'exporters']).valid).toBe(true);
  });

  it('is not believed a loss that cannot have been', () => {
    const [set] = repetitions(1) as [EvidenceSet];
    const told = withLoss(set);
    if (told.events.status !== 'observed') throw new Error('the fixture has events');
    const [event] = told.events.data.events;
    const claiming = (on: EvidenceSet, change: object) =>
      changed(on, 'events', { events: [{ ...event, ...change } as NonNullable<typeof event>] });
    const forged = [
      claiming(told, { vm: 'no-such-vm' }),
      claiming(told, { roles: ['waha'] }),
      { ...told, limits: set.limits }, // it told its settings after the load
    ];
    expect(judge([told]).valid).toBe(true);
    for (const one of forged) {
      const { valid, verdicts } = judge([one]);
      expect(valid).toBe(false);
      expect(verdicts.map(({ outcome }) => outcome)).not.toContain('verified');
    }
  });
});
