import { describe, expect, it } from 'vitest';
import type { EvidenceSet } from '../core/evidence/catalogue.ts';
import { ExitCode } from '../core/exit-codes.ts';
import type { RunSpec } from '../core/run-record.ts';
import { GIB } from '../core/units.ts';
import { type Verdict, verdictSchema } from '../core/verdict.ts';
import { changed, healthy, onSmallHost, repetitions, runSpec, standardSpec, without } from './fixture.ts';
import { healthyData } from './fixture-data.ts';
import { allGuards, allKinds, levelOne, levelOneSize } from './fixture-discovered.ts';
import { judgeRun, needsMoreRepetitions } from './judge.ts';

function judge(
  sets: EvidenceSet[],
  spec: RunSpec = runSpec(),
  more: Partial<Parameters<typeof judgeRun>[0]> = {},
) {
  return judgeRun({
    spec,
    claims: levelOne,
    kinds: allKinds,
    guards: allGuards,
    repetitions: sets,
    document: levelOneSize,
    ...more,
  });
}

function of(verdicts: readonly Verdict[], id: string): Verdict {
  const verdict = verdicts.find((one) => one.claimId === id);
  if (verdict === undefined) throw new Error(`no verdict on ${id}`);
  return verdict;
}

const loadClaims = levelOne.map((claim) => claim.id).filter((id) => id !== 'l1-tenant-isolation');

describe('a quick run that is well', () => {
  const judged = judge([healthy()]);

  it('verifies all but the size that it did not seed', () => {
    expect(judged.valid).toBe(true);
    for (const verdict of judged.verdicts)
      expect([verdict.claimId, verdict.outcome]).toEqual([
        verdict.claimId,
        verdict.claimId === 'l1-database-size' ? 'not-tested' : 'verified',
      ]);
    expect(judged.exitCode).toBe(ExitCode.holds);
    expect(judged.warnings).toEqual([]);
  });

  it('gives one verdict a claim, in order, as the schema has them', () => {
    expect(judged.verdicts.map((verdict) => verdict.claimId)).toEqual(levelOne.map((claim) => claim.id));
    for (const verdict of judged.verdicts) expect(verdictSchema.parse(verdict)).toEqual(verdict);
  });

  it('is preliminary and says what a user is', () => {
    for (const verdict of judged.verdicts) {
      expect(verdict.preliminary).toBe(true);
      expect(verdict.notes.join(' ')).toContain('a user is one session with an action every 20 s or so');
      expect(verdict.notes.join(' ')).toContain('One run cannot see how runs differ');
    }
  });

  it('gives value, interval, bound and margin', () => {
    const p95 = of(judged.verdicts, 'l1-p95');
    expect(p95.observed).toMatchObject({
      unit: 'ms',
      confidence: 0.98,
      samples: 1000,
      sampleUnit: 'requests',
    });
    expect(p95.observed?.upper).toBeCloseTo(180 * Math.exp(2.0537 * 0.25), -1);
    expect(p95.marginRatio).toBeCloseTo((500 - (p95.observed?.upper ?? 0)) / 500, 9);
    expect(p95.reason).toMatch(/p95 response time \d+ ms \(\d+ ms to \d+ ms\), claimed less than 500 ms/);
  });

  it('verifies 100 users by a run of 150 and says so', () => {
    expect(of(judged.verdicts, 'l1-users-100').reason).toContain('150 users, more than the 100 claimed');
    expect(of(judged.verdicts, 'l1-users-150').reason).not.toContain('more than');
  });

  it('gives the leak rate that could have gone unseen', () => {
    const verdict = of(judged.verdicts, 'l1-tenant-isolation');
    expect(verdict.notes.join(' ')).toContain('at most 0.39 % of such requests leak');
    expect(verdict.notes.join(' ')).toContain('only of what the traffic touched');
  });
});

describe('load and data', () => {
  it('fewer users than claimed: not tested, with what to run', () => {
    const { verdicts } = judge([healthy({ users: 100 })], runSpec({ users: 100 }));
    expect(of(verdicts, 'l1-users-100').outcome).toBe('verified');
    expect(of(verdicts, 'l1-users-150')).toMatchObject({ outcome: 'not-tested', basis: null });
    expect(of(verdicts, 'l1-users-150').settledBy).toContain('--users 150');
    expect(of(verdicts, 'l1-p95').outcome).toBe('not-tested');
  });

  it('a failure at 150 users does not refute 100', () => {
    const { verdicts } = judge(repetitions(5, { p95Ms: 900 }), standardSpec());
    expect(of(verdicts, 'l1-users-150').outcome).toBe('refuted');
    expect(of(verdicts, 'l1-users-100').outcome).toBe('inconclusive');
    expect(of(verdicts, 'l1-users-100').reason).toContain('asked more than the claim does');
  });

  it('less data than claimed: not tested', () => {
    const few = changed(healthy(), 'dataset', {
      customers: 300,
      tenants: healthyData.dataset.tenants.map((tenant) => ({ ...tenant, customers: 100 })),
    });
    const { valid, verdicts } = judge([few], runSpec({ customers: 300 }));
    expect(valid).toBe(true);
    for (const id of loadClaims) expect(of(verdicts, id).outcome).toBe('not-tested');
    expect(of(verdicts, 'l1-p95').reason).toContain('oo little data');
  });

  it('more users than claimed say nothing of a hit ratio', () => {
    const { verdicts } = judge([healthy({ users: 200 })], runSpec({ users: 200 }));
    expect(of(verdicts, 'l1-cache-hit').outcome).toBe('not-tested');
    expect(of(verdicts, 'l1-cpu').outcome).toBe('verified');
  });

  it('too few requests: inconclusive', () => {
    const { verdicts } = judge([healthy({ requests: 190 })]);
    expect(of(verdicts, 'l1-p95')).toMatchObject({ outcome: 'inconclusive' });
    expect(of(verdicts, 'l1-p95').reason).toContain('oo few requests');
  });
});

describe('hardware', () => {
  it('a pass on less hardware verifies, a-fortiori', () => {
    const { verdicts, exitCode } = judge([onSmallHost(healthy())]);
    expect(of(verdicts, 'l1-users-150')).toMatchObject({ outcome: 'verified', basis: 'a-fortiori' });
    expect(of(verdicts, 'l1-users-150').notes.join(' ')).toContain(
      'app-1: 2 of 4 vCPU; app-1: 4 GB of 8 GB memory',
    );
    expect(of(verdicts, 'l1-tenant-isolation').basis).toBe('a-fortiori');
    expect(exitCode).toBe(ExitCode.holds);
  });

  it("a level file of one's own that is larger than the document's level proves nothing about it", () => {
    const big = { vCpu: 16, memoryBytes: 64 * 1024 ** 3 };
    const set = changed(healthy(), 'topology', {
      levelSource: 'custom',
      vms: [{ vm: 'app-1', roles: ['app'], spec: { ...big, diskBytes: 0 }, granted: big }],
    });
    const vms = [{ name: 'app-1', roles: ['app' as const], ...big, diskBytes: 0 }];
    const { verdicts, exitCode } = judge([set], runSpec({ levelSource: 'custom', vms }));
    expect(of(verdicts, 'l1-users-150').outcome).toBe('inconclusive');
    expect(of(verdicts, 'l1-users-150').reason).toContain("more than the document's 4 vCPU");
    expect(exitCode).toBe(ExitCode.inconclusive);
  });

  it('fewer users than any claim speaks of: nothing about the level was tested, so it is no pass', () => {
    const { verdicts, exitCode } = judge([healthy({ users: 40 })], runSpec({ users: 40 }));
    expect(of(verdicts, 'l1-tenant-isolation').outcome).toBe('verified');
    expect(exitCode).toBe(ExitCode.inconclusive);
  });

  it('fewer repetitions than planned decide nothing about speed', () => {
    const { verdicts } = judge(repetitions(2), standardSpec());
    expect(of(verdicts, 'l1-p95')).toMatchObject({ outcome: 'inconclusive' });
    expect(of(verdicts, 'l1-p95').reason).toContain('2 of 5 planned repetitions');
  });

  it('a failure on less hardware proves nothing', () => {
    const { verdicts, exitCode } = judge(repetitions(5, { p95Ms: 900 }).map(onSmallHost), standardSpec());
    expect(of(verdicts, 'l1-p95')).toMatchObject({ outcome: 'inconclusive', basis: 'a-fortiori' });
    expect(of(verdicts, 'l1-p95').reason).toContain('proves nothing');
    expect(exitCode).toBe(ExitCode.inconclusive);
  });

  it('a foreign row refutes on any hardware', () => {
    const { verdicts, exitCode } = judge([onSmallHost(healthy({ errors: 1, wrongTenant: 1 }))]);
    expect(of(verdicts, 'l1-tenant-isolation')).toMatchObject({ outcome: 'refuted', basis: 'measured' });
    expect(exitCode).toBe(ExitCode.refuted);
  });

  it('a disturbed host forbids refuting but not verifying', () => {
    const steal = (set: EvidenceSet) => changed(set, 'host', { stealRatio: 0.2 });
    expect(of(judge([steal(healthy())]).verdicts, 'l1-p95').outcome).toBe('verified');
    const { verdicts } = judge(repetitions(5, { p95Ms: 900 }).map(steal), standardSpec());
    expect(of(verdicts, 'l1-p95').outcome).toBe('inconclusive');
    expect(of(verdicts, 'l1-p95').reason).toContain('disturbed');
  });

  it('a VM bigger than the level makes the run invalid', () => {
    const bigger = changed(healthy(), 'topology', {
      vms: healthyData.topology.vms.map((vm) => ({ ...vm, granted: { ...vm.granted, vCpu: 6 } })),
    });
    expect(judge([bigger]).valid).toBe(false);
    const trusting = judge([bigger], runSpec(), {
      guards: allGuards.filter((guard) => guard.id !== 'limits-took-effect'),
    });
    expect(of(trusting.verdicts, 'l1-p95')).toMatchObject({ outcome: 'inconclusive', basis: null });
    expect(of(trusting.verdicts, 'l1-p95').reason).toContain("bigger than the level's");
  });
});

describe('an invalid run', () => {
  const late = changed(healthy({ errors: 1, wrongTenant: 1 }), 'generator', { slipP99Ms: 80 });
  const judged = judge([late]);

  it('leaves every claim open, in the words of the guard', () => {
    expect(judged.valid).toBe(false);
    for (const verdict of judged.verdicts) {
      expect(verdict).toMatchObject({ outcome: 'inconclusive', basis: null });
      expect(verdict.reason).toContain('80 ms at the 99th percentile');
      expect(verdict.criteria.every((criterion) => criterion.outcome === 'undecided')).toBe(true);
    }
    expect(judged.exitCode).toBe(ExitCode.inconclusive);
  });

  it('still shows what was seen', () => {
    expect(of(judged.verdicts, 'l1-p95').observed?.value).toBeGreaterThan(0);
  });

  it('one such repetition of five is enough', () => {
    expect(judge(repetitions(5).with(4, late), standardSpec()).valid).toBe(false);
  });

  it('no guard, or no repetition, proves nothing', () => {
    expect(judge([healthy()], runSpec(), { guards: [] })).toMatchObject({ valid: false, exitCode: 3 });
    expect(judge([])).toMatchObject({ valid: false, exitCode: 3 });
  });
});

describe('what is not about the document says so', () => {
  it('a custom level', () => {
    const { verdicts, warnings } = judge([healthy()], runSpec({ levelSource: 'custom' }));
    expect(warnings.map((warning) => warning.id)).toEqual(['custom-level']);
    for (const verdict of verdicts) expect(verdict.notes.join(' ')).toContain("not the document's level");
  });

  it('a planted defect', () => {
    const { verdicts, warnings } = judge([healthy()], runSpec({ defect: 'slow' }));
    expect(warnings.map((warning) => warning.id)).toEqual(['planted-defect']);
    for (const verdict of verdicts)
      expect(verdict.notes.join(' ')).toContain("'slow' was planted on purpose");
  });
});

describe('the runner', () => {
  const p95 = allKinds.find((kind) => kind.kind === 'p95') as (typeof allKinds)[number];
  const claims = levelOne.filter((claim) => claim.id === 'l1-p95');
  const [claim] = claims as [(typeof levelOne)[number]];

  it('hands a judge only what it declared', () => {
    const asked: string[] = [];
    const spy = {
      ...p95,
      judge: (...[question, evidence]: Parameters<typeof p95.judge>) => {
        asked.push(...Object.keys(evidence));
        return p95.judge(question, evidence);
      },
    };
    judge([healthy()], runSpec(), { claims, kinds: [spy] });
    expect(asked.sort()).toEqual(['dataset', 'samples']);
  });

  it('turns a throw into inconclusive with the message', () => {
    const broken = {
      ...p95,
      judge: () => {
        throw new Error('division by a cucumber');
      },
    };
    const { verdicts } = judge([healthy()], runSpec(), { claims, kinds: [broken] });
    expect(of(verdicts, 'l1-p95')).toMatchObject({ outcome: 'inconclusive' });
    expect(of(verdicts, 'l1-p95').reason).toContain('division by a cucumber');
  });

  it('an unknown kind, a wrong unit or wrong params: inconclusive', () => {
    for (const change of [{ kind: 'p96' }, { unit: 'ratio' as const }, { params: { users: 1 } }]) {
      const { verdicts } = judge([healthy()], runSpec(), { claims: [{ ...claim, ...change }] });
      expect(verdicts[0]?.outcome).toBe('inconclusive');
    }
  });

  it('claims of another level or way of testing are not tested, and verify nothing', () => {
    const others = [
      { ...claim, id: 'a', level: 2 },
      { ...claim, id: 'b', tested: 'audit' as const },
      { ...claim, id: 'c', tested: 'not-testable' as const },
    ];
    const { verdicts, exitCode } = judge([healthy()], runSpec(), { claims: others });
    expect(verdicts.map((verdict) => verdict.outcome)).toEqual([
      'not-tested',
      'not-tested',
      'untestable-as-written',
    ]);
    expect(exitCode).toBe(ExitCode.inconclusive);
  });

  it('refuted comes before inconclusive in the exit code', () => {
    const slowAndBlind = repetitions(5, { p95Ms: 900 });
    expect(judge(slowAndBlind, standardSpec()).exitCode).toBe(ExitCode.refuted);
  });
});

describe('VMs that share a host', () => {
  it('were not given the level where together they were promised more than there is', () => {
    const shared = changed(healthy(), 'topology', { hostVCpu: 2 });
    const pass = judge([shared]);
    expect(of(pass.verdicts, 'l1-p95')).toMatchObject({ outcome: 'verified', basis: 'a-fortiori' });
    expect(of(pass.verdicts, 'l1-p95').notes.join(' ')).toContain('all VMs: 4 vCPU on the 2 of the host');
    const memory = judge([changed(healthy(), 'topology', { hostMemoryBytes: 4 * GIB })]);
    expect(of(memory.verdicts, 'l1-p95').basis).toBe('a-fortiori');
    expect(of(judge([healthy()]).verdicts, 'l1-p95').basis).toBe('measured');
  });
});

describe('a VM that no traffic asks for anything', () => {
  const [app] = runSpec().vms as [ReturnType<typeof runSpec>['vms'][number]];
  const withVm = (role: 'waha' | 'redis') => runSpec({ vms: [app, { ...app, name: role, roles: [role] }] });

  it('is said to have done nothing, under every verdict', () => {
    const { warnings, verdicts } = judge([healthy()], withVm('waha'));
    expect(warnings.map(({ id }) => id)).toEqual(['idle-vm']);
    for (const { notes } of verdicts) expect(notes.join(' ')).toContain('stood idle');
    expect(judge([healthy()], withVm('redis')).warnings).toEqual([]);
  });
});

describe('more repetitions', () => {
  const spec = standardSpec();
  const more = (sets: EvidenceSet[]) =>
    needsMoreRepetitions(judge(sets, spec).verdicts, sets.length, spec.profile);

  it('go on where the interval reaches over the bound at the first look', () => {
    expect(more(repetitions(5, { p95Ms: 490 }))).toBe(true);
  });

  it('stop where all is decided, where no run can cure it, and at the last look', () => {
    expect(more(repetitions(5))).toBe(false);
    expect(more(repetitions(5, { p95Ms: 490 }).with(0, without(healthy(), 'generator')))).toBe(false);
    expect(more(repetitions(10, { p95Ms: 490 }))).toBe(false);
    expect(more(repetitions(5, { p95Ms: 900 }).map(onSmallHost))).toBe(false);
  });

  it('decide nothing before and between the looks', () => {
    expect(more(repetitions(3))).toBe(true);
    expect(more(repetitions(7))).toBe(true);
  });

  it('leave a run that broke off between the looks open, but for a leak', () => {
    const { verdicts } = judge(repetitions(7), spec);
    expect(of(verdicts, 'l1-p95')).toMatchObject({ outcome: 'inconclusive', basis: null });
    expect(of(verdicts, 'l1-tenant-isolation').outcome).toBe('verified');
  });

  it('never repeat a quick run', () => {
    const quick = runSpec();
    const { verdicts } = judge([healthy({ p95Ms: 490 })], quick);
    expect(needsMoreRepetitions(verdicts, 1, quick.profile)).toBe(false);
  });
});
