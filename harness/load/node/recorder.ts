import { type Traffic, traffics } from '../../../scenarios/traffic.ts';
import type { RequestOutcome } from '../../core/evidence/samples.ts';
import { monotonicMs, nowMs } from '../../host/clock.ts';
import { type LoadPlan, staffNumberOf } from '../engine.ts';
import { layoutOfRecord, type SamplesHeader, samplesFile, writeHeader } from '../samples/header.ts';
import { LatencyHistogram } from '../samples/histogram.ts';
import { RECORD_BYTES } from '../samples/record.ts';
import { openSampleWriter } from '../samples/writer.ts';

/** One ended request. Times are milliseconds on the monotonic clock. */
interface Ended {
  endpoint: string;
  plannedMs: number;
  sentMs: number;
  endMs: number;
  databaseUs: number;
  status: number;
  outcome: RequestOutcome;
  user: number;
  tenant: number;
  bytes: number;
  preparing: boolean;
}

/** Writes samples and their header, and keeps the few figures that are shown while the load runs. */
export interface Recorder {
  add(ended: Ended): void;
  setTimes(loadFromMs: number, windowFromMs: number, windowToMs: number): void;
  /** Microseconds since the origin of the samples' clock. */
  us(monotonicMs: number): number;
  /** Epoch milliseconds of a moment on the monotonic clock. */
  epochMs(monotonicMs: number): number;
  /** Measured requests so far, failed ones among them. */
  totals(): { requests: number; errors: number };
  /** Latencies that ended since the last call. */
  takeRecent(): LatencyHistogram;
  /** Once a second: hands over what is buffered, and renews the header where endpoints came up. */
  flush(): Promise<void>;
  close(
    ended: SamplesHeader['ended'],
    atEnd: { droppedSends: number; activeUsersAtEnd: number; astrayUsers: number },
  ): Promise<void>;
}

/** Opens the sample files of `plan.outDir`, which must exist. */
export async function openRecorder(plan: LoadPlan): Promise<Recorder> {
  const originMs = monotonicMs();
  const header = newHeader(plan, traffics[plan.traffic], nowMs());
  const endpoints = new Map<string, number>();
  await writeHeader(plan.outDir, header);
  const writer = await openSampleWriter(samplesFile(plan.outDir));
  const us = (ms: number) => (ms - originMs) * 1000;
  let recent = new LatencyHistogram();
  let written = 0;
  let measured = 0;
  let failed = 0;

  const indexOf = (endpoint: string) => {
    const known = endpoints.get(endpoint);
    if (known !== undefined) return known;
    endpoints.set(endpoint, header.endpoints.length);
    return header.endpoints.push(endpoint) - 1;
  };
  return {
    add(ended) {
      const { plannedMs, sentMs, endMs, endpoint, ...rest } = ended;
      writer.add({
        ...rest,
        endpoint: indexOf(endpoint),
        plannedUs: us(plannedMs),
        sentUs: us(sentMs),
        endUs: us(endMs),
      });
      if (ended.outcome !== 'ok') header.counters.errors++;
      if (ended.preparing) return;
      measured++;
      if (ended.outcome !== 'ok') failed++;
      recent.add((endMs - sentMs) * 1000);
    },
    setTimes(loadFromMs, windowFromMs, windowToMs) {
      header.times = {
        loadFromUs: us(loadFromMs),
        windowFromUs: us(windowFromMs),
        windowToUs: us(windowToMs),
      };
      written = 0; // the header on disk is out of date
    },
    us,
    epochMs: (ms) => header.originEpochMs + ms - originMs,
    totals: () => ({ requests: measured, errors: failed }),
    takeRecent() {
      const taken = recent;
      recent = new LatencyHistogram();
      return taken;
    },
    async flush() {
      await writer.flush();
      if (header.endpoints.length === written) return;
      written = header.endpoints.length;
      await writeHeader(plan.outDir, header);
    },
    async close(ended, atEnd) {
      await writer.close();
      header.ended = ended;
      Object.assign(header.counters, atEnd, { records: writer.count });
      await writeHeader(plan.outDir, header);
    },
  };
}

function newHeader(plan: LoadPlan, traffic: Traffic, originEpochMs: number): SamplesHeader {
  const ids = traffic.personas.map((persona) => persona.id);
  return {
    schemaVersion: 1,
    engine: 'node',
    traffic: plan.traffic,
    recordBytes: RECORD_BYTES,
    record: layoutOfRecord,
    originEpochMs,
    endpoints: [],
    tenants: [...plan.tenants],
    users: plan.users,
    personas: traffic.personas.map((persona) => ({ ...persona })),
    personaOfUser: Array.from({ length: plan.users }, (_, user) =>
      ids.indexOf(traffic.personaOf(staffNumberOf(user, plan))),
    ),
    think: { meanMs: traffic.thinkMeanMs * plan.thinkScale, scv: traffic.thinkScv },
    timeoutMs: plan.requestTimeoutMs,
    times: null,
    ended: null,
    counters: { records: 0, errors: 0, droppedSends: 0, activeUsersAtEnd: 0, astrayUsers: 0 },
  };
}
