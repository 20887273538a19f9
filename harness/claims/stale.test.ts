import { describe, expect, it } from 'vitest';
import { smallClaim } from './document/fixture-document.ts';
import { healthy, runSpec } from './fixture.ts';
import { allGuards, allKinds, levelOne, levelOneSize } from './fixture-discovered.ts';
import { judgeRun } from './judge.ts';
import { claimsOfRun, markStale } from './stale.ts';

const { verdicts } = judgeRun({
  ...{ spec: runSpec(), claims: levelOne, kinds: allKinds, guards: allGuards, repetitions: [healthy()] },
  document: levelOneSize,
});
const fingerprints = Object.fromEntries(levelOne.map(({ id }) => [id, `print of ${id}`]));
const marked = (judged: Record<string, string>, today: Parameters<typeof markStale>[2]) =>
  Object.fromEntries(
    markStale(verdicts, judged, today).flatMap(({ claimId, stale }) =>
      stale === null ? [] : [[claimId, stale]],
    ),
  );

describe('verdicts on text that has changed', () => {
  it('nothing is stale where nothing changed, with the document at hand or not', () => {
    expect(marked(fingerprints, { fingerprints, comparison: null })).toEqual({});
    const same = { same: true, stale: [], claims: levelOne, lost: 0, disagreements: [] };
    expect(marked(fingerprints, { fingerprints, comparison: same })).toEqual({});
  });

  it('is stale where the catalogue was changed since the verdict', () => {
    const now = { ...fingerprints, 'l1-p95': 'another' };
    expect(Object.keys(marked(fingerprints, { fingerprints: now, comparison: null }))).toEqual(['l1-p95']);
  });

  it('is stale where the claim is gone', () => {
    const { 'l1-cpu': _gone, ...rest } = fingerprints;
    expect(marked(fingerprints, { fingerprints: rest, comparison: null })['l1-cpu']).toContain(
      'no longer holds',
    );
  });

  it('is stale where the document changed and the catalogue did not', () => {
    const comparison = {
      ...{ same: false, claims: levelOne, lost: 0, disagreements: [] },
      stale: [{ claimId: 'l1-users-150', seen: 'line 551 has changed', now: null }],
    };
    expect(marked(fingerprints, { fingerprints, comparison })).toEqual({
      'l1-users-150': 'the document has changed: line 551 has changed',
    });
  });

  it('changes nothing else of a verdict', () => {
    const now = markStale(verdicts, fingerprints, { fingerprints: {}, comparison: null });
    expect(now.map((verdict) => ({ ...verdict, stale: null }))).toEqual(verdicts);
  });
});

describe('the claims that a run answers for', () => {
  it('are those of its level that traffic, a probe or a stand-in could test, and those that nothing can', () => {
    const claim = (id: string, more: object) => smallClaim({ id, ...more });
    const catalogue = [
      claim('price', { tested: 'audit' }),
      claim('load', { tested: 'load' }),
      claim('other', { tested: 'load', level: 2 }),
      claim('none', { tested: 'load', level: null }),
      claim('size', { tested: 'probe', kind: 'vm-vcpu', unit: 'vcpu' }),
      claim('promise', { tested: 'probe', kind: 'promise' }),
      claim('vague', { tested: 'not-testable', untestable: { reason: 'vague', needs: 'a figure' } }),
    ];
    expect(claimsOfRun(catalogue, 1).map(({ id }) => id)).toEqual(['load', 'promise', 'vague']);
  });
});
