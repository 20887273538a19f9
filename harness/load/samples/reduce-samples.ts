import { HarnessError } from '../../core/errors.ts';
import type { RequestOutcome, SamplesData } from '../../core/evidence/samples.ts';
import { expectedRequests } from './expectation.ts';
import { readHeader, type SamplesHeader } from './header.ts';
import { LatencyHistogram } from './histogram.ts';
import { forEachSample } from './reader.ts';
import type { Sample } from './record.ts';
import { Tally, worstCaseUs } from './tally.ts';

const BATCHES = 10;

/** Everything that one pass over the samples gathers. */
interface Gathered {
  all: Tally;
  ok: LatencyHistogram;
  byOutcome: Partial<Record<RequestOutcome, number>>;
  leaks: number;
  endpoints: Map<number, Tally>;
  batches: Tally[];
  seconds: Map<number, Tally>;
  perPersona: number[];
  latencyUs: number;
  thinkUs: number;
  thinks: number;
  lastEndUs: Float64Array;
}

export type Times = NonNullable<SamplesHeader['times']>;

/**
 * What the raw samples of a run folder say. Of what was sent while users were being prepared only leaks count: a row of
 * another tenant is one whenever it is shown, before the window, in it or after it.
 * The window's throughput is requests *sent* in the window, whatever became of them, over its length, so that the law
 * N = X (R + Z) holds for it (METHOD.md s2). Throws HarnessError 'bad-run-folder' where the load did not end in order or
 * the file is damaged.
 */
export async function reduceSamples(outDir: string): Promise<SamplesData> {
  const header = await readHeader(outDir);
  const times = completedTimes(header);
  const gathered = newGathered(header);
  const records = await forEachSample(outDir, header, (sample) => {
    if (sample.outcome === 'wrong-tenant') gathered.leaks++;
    if (!sample.preparing) take(gathered, sample, header, times);
    gathered.lastEndUs[sample.user] = sample.endUs;
  });
  return dataOf(gathered, header, times, header.counters.records - records);
}

/** The window's times. Throws HarnessError 'bad-run-folder' where the load never came to its end. */
export function completedTimes(header: SamplesHeader): Times {
  if (header.ended !== 'completed' || header.times === null) {
    const how = header.ended === null ? 'broke off' : `was ${header.ended}`;
    throw new HarnessError('bad-run-folder', `the load ${how} before its window was complete`);
  }
  return header.times;
}

function newGathered(header: SamplesHeader): Gathered {
  return {
    all: new Tally(),
    ok: new LatencyHistogram(),
    byOutcome: {},
    leaks: 0,
    endpoints: new Map(),
    batches: Array.from({ length: BATCHES }, () => new Tally()),
    seconds: new Map(),
    perPersona: header.personas.map(() => 0),
    latencyUs: 0,
    thinkUs: 0,
    thinks: 0,
    lastEndUs: new Float64Array(header.users).fill(Number.NaN),
  };
}

function take(to: Gathered, sample: Sample, header: SamplesHeader, times: Times): void {
  const worstUs = worstCaseUs(sample, header.timeoutMs);
  tallyAt(to.seconds, Math.floor((sample.sentUs - times.loadFromUs) / 1e6)).add(sample, worstUs);
  if (sample.sentUs < times.windowFromUs || sample.sentUs >= times.windowToUs) return;

  const tookUs = sample.endUs - sample.sentUs;
  to.all.add(sample, worstUs);
  if (sample.outcome === 'ok') to.ok.add(tookUs);
  to.byOutcome[sample.outcome] = (to.byOutcome[sample.outcome] ?? 0) + 1;
  tallyAt(to.endpoints, sample.endpoint).add(sample, worstUs);
  const into = (sample.sentUs - times.windowFromUs) / (times.windowToUs - times.windowFromUs);
  to.batches[Math.min(Math.floor(into * BATCHES), BATCHES - 1)]?.add(sample, worstUs);
  const persona = header.personaOfUser[sample.user] ?? 0;
  to.perPersona[persona] = (to.perPersona[persona] ?? 0) + 1;
  to.latencyUs += tookUs;
  // The pause before the first request of a user belongs to no earlier answer.
  const pauseUs = sample.sentUs - (to.lastEndUs[sample.user] as number);
  if (!Number.isNaN(pauseUs)) {
    to.thinkUs += Math.max(0, pauseUs);
    to.thinks++;
  }
}

function tallyAt(tallies: Map<number, Tally>, key: number): Tally {
  let tally = tallies.get(key);
  if (tally === undefined) {
    tally = new Tally();
    tallies.set(key, tally);
  }
  return tally;
}

function dataOf(from: Gathered, header: SamplesHeader, times: Times, lost: number): SamplesData {
  const { requests } = from.all;
  const windowMs = (times.windowToUs - times.windowFromUs) / 1000;
  const meanLatencyMs = requests === 0 ? 0 : from.latencyUs / requests / 1000;
  const expected = expectedRequests(header, windowMs, meanLatencyMs);
  return {
    engine: header.engine,
    loadFromMs: header.originEpochMs + times.loadFromUs / 1000,
    windowFromMs: header.originEpochMs + times.windowFromUs / 1000,
    windowToMs: header.originEpochMs + times.windowToUs / 1000,
    users: header.users,
    timeoutMs: header.timeoutMs,
    requests,
    errors: from.all.errors,
    byOutcome: from.byOutcome,
    wrongTenant: from.leaks,
    successLatency: from.ok.summary(),
    worstCaseLatency: from.all.quantiles(),
    worstCaseHistogram: from.all.worstCase.pairs(),
    batches: from.batches.map((tally) => ({
      requests: tally.requests,
      errors: tally.errors,
      p95Ms: tally.quantiles()?.p95Ms ?? null,
    })),
    seconds: secondsOf(from.seconds),
    endpoints: endpointsOf(from.endpoints, header.endpoints),
    personas: header.personas.map(({ id }, index) => ({
      persona: id,
      users: header.personaOfUser.filter((persona) => persona === index).length,
      requests: from.perPersona[index] ?? 0,
    })),
    throughputRps: (requests / windowMs) * 1000,
    meanLatencyMs,
    meanThinkMs: from.thinks === 0 ? 0 : from.thinkUs / from.thinks / 1000,
    expectedRequests: expected.mean,
    expectedRequestsSd: expected.sd,
    activeUsersAtEnd: header.counters.activeUsersAtEnd,
    lostSamples: Math.max(0, lost),
  };
}

/** Every second from the beginning of the load to its last send, the empty ones included. */
function secondsOf(seconds: Map<number, Tally>): SamplesData['seconds'] {
  const last = Math.max(-1, ...seconds.keys());
  return Array.from({ length: last + 1 }, (_, t) => {
    const tally = seconds.get(t);
    const quantiles = tally?.quantiles() ?? null;
    return {
      t,
      requests: tally?.requests ?? 0,
      errors: tally?.errors ?? 0,
      p50Ms: quantiles?.p50Ms ?? null,
      p95Ms: quantiles?.p95Ms ?? null,
    };
  });
}

/** Busiest first; latencies are worst-case, as everywhere. */
function endpointsOf(endpoints: Map<number, Tally>, names: string[]): SamplesData['endpoints'] {
  const none = { p50Ms: 0, p90Ms: 0, p95Ms: 0, p99Ms: 0, maxMs: 0 };
  return [...endpoints]
    .sort(([, a], [, b]) => b.requests - a.requests)
    .map(([index, tally]) => ({
      endpoint: names[index] ?? '',
      requests: tally.requests,
      errors: tally.errors,
      ...(tally.quantiles() ?? none),
      databaseMeanMs: tally.databaseMeanMs,
    }));
}
