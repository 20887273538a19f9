import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generatorSchema } from '../../core/evidence/generator.ts';
import { samplesSchema } from '../../core/evidence/samples.ts';
import { syntheticHeader, syntheticSample, writeSyntheticRun } from '../testing/synthetic-run.ts';
import { samplesFile } from './header.ts';
import { healthFile } from './health-line.ts';
import { RECORD_BYTES } from './record.ts';
import { reduceGenerator } from './reduce-generator.ts';
import { reduceSamples } from './reduce-samples.ts';
import { openSampleWriter } from './writer.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'samples-'));
});
afterEach(() => rm(dir, { recursive: true }));

describe('reduceSamples', () => {
  it('gives known quantiles, and the schema its due', async () => {
    // 1, 2, ... 100 ms, one every 0.1 s through the window.
    const samples = Array.from({ length: 100 }, (_, i) => {
      const sentUs = 10e6 + i * 100_000;
      return syntheticSample({ sentUs, endUs: sentUs + (i + 1) * 1000, user: i % 2, databaseUs: 500 });
    });
    await writeSyntheticRun(dir, samples);
    const data = samplesSchema.parse(await reduceSamples(dir));
    expect(data.requests).toBe(100);
    expect(data.successLatency?.p95Ms).toBeCloseTo(95, 0);
    expect(data.worstCaseLatency).toEqual(data.successLatency);
    expect(data.successLatency?.maxMs).toBe(100);
    expect(data.batches.map((batch) => batch.requests)).toEqual(new Array(10).fill(10));
    expect(data.batches[9]?.p95Ms).toBeCloseTo(100, 0);
    expect(data.throughputRps).toBe(10);
    expect(data.meanLatencyMs).toBeCloseTo(50.5, 6);
    expect(data.endpoints[0]).toMatchObject({ endpoint: 'GET /a', requests: 100, databaseMeanMs: 0.5 });
    expect(data.personas.map((persona) => persona.requests)).toEqual([50, 50]);
    expect(data.windowFromMs).toBe(syntheticHeader.originEpochMs + 10_000);
    expect(data.seconds).toHaveLength(15);
    expect(data.seconds.slice(0, 5).every((second) => second.requests === 0 && second.p95Ms === null)).toBe(
      true,
    );
  });

  it('counts what was sent in the window, whenever it ended, and nothing else', async () => {
    await writeSyntheticRun(dir, [
      syntheticSample({ sentUs: 9_999_999 }),
      syntheticSample({ sentUs: 10e6 }),
      syntheticSample({ sentUs: 19_999_999, endUs: 21e6 }),
      syntheticSample({ sentUs: 20e6 }),
      syntheticSample({ sentUs: 15e6, preparing: true }),
    ]);
    const data = await reduceSamples(dir);
    expect(data.requests).toBe(2);
    expect(data.successLatency?.maxMs).toBeCloseTo(1000.001, 2);
    expect(data.seconds.reduce((sum, second) => sum + second.requests, 0)).toBe(4);
  });

  it('lets no failure improve the judged latency', async () => {
    await writeSyntheticRun(dir, [
      ...Array.from({ length: 9 }, () => syntheticSample()),
      // Refused at once: fast, and a failure.
      syntheticSample({ outcome: 'refused', status: 0, endUs: 15e6 + 100 }),
    ]);
    const data = await reduceSamples(dir);
    expect(data.errors).toBe(1);
    expect(data.byOutcome).toEqual({ ok: 9, refused: 1 });
    expect(data.successLatency?.maxMs).toBe(100);
    expect(data.worstCaseLatency?.maxMs).toBe(syntheticHeader.timeoutMs);
  });

  it('measures pauses from one answer to the next request of the same user', async () => {
    await writeSyntheticRun(dir, [
      syntheticSample({ sentUs: 8e6, endUs: 9e6, user: 0 }),
      syntheticSample({ sentUs: 9e6, endUs: 10.5e6, user: 1 }),
      syntheticSample({ sentUs: 12e6, endUs: 12e6, user: 0 }),
      syntheticSample({ sentUs: 11.5e6, endUs: 12.5e6, user: 1 }),
    ]);
    expect((await reduceSamples(dir)).meanThinkMs).toBe(2000);
  });

  it('says how many samples were lost', async () => {
    const counters = { ...syntheticHeader.counters, records: 5 };
    await writeSyntheticRun(dir, [syntheticSample(), syntheticSample({ outcome: 'wrong-tenant' })], {
      counters,
    });
    expect(await reduceSamples(dir)).toMatchObject({ lostSamples: 3, wrongTenant: 1 });
  });

  it('counts leaks over the whole load, and everything else over the window', async () => {
    const leak = { outcome: 'wrong-tenant' } as const;
    await writeSyntheticRun(dir, [
      syntheticSample({ ...leak, sentUs: 1e6, preparing: true }),
      syntheticSample({ ...leak, sentUs: 6e6 }),
      syntheticSample({ ...leak, sentUs: 15e6 }),
      syntheticSample({ ...leak, sentUs: 20e6 }),
      syntheticSample({ outcome: 'wrong-body', sentUs: 1e6, preparing: true }),
    ]);
    expect(await reduceSamples(dir)).toMatchObject({
      wrongTenant: 4,
      requests: 1,
      errors: 1,
      byOutcome: { 'wrong-tenant': 1 },
    });
  });

  it('says what is wrong with a damaged folder', async () => {
    await expect(reduceSamples(dir)).rejects.toThrow('samples.json cannot be read');
    await writeSyntheticRun(dir, [syntheticSample(), syntheticSample()], { ended: null });
    await expect(reduceSamples(dir)).rejects.toThrow('broke off');
    await writeSyntheticRun(dir, [syntheticSample(), syntheticSample({ user: 7 })]);
    await expect(reduceSamples(dir)).rejects.toThrow(`byte ${RECORD_BYTES} starts no sample`);
    await writeSyntheticRun(dir, [syntheticSample(), syntheticSample()]);
    await truncate(samplesFile(dir), RECORD_BYTES + 9);
    await expect(reduceSamples(dir)).rejects.toMatchObject({ code: 'bad-run-folder' });
    await rm(samplesFile(dir));
    await expect(reduceSamples(dir)).rejects.toThrow('samples.bin cannot be opened');
  });

  it('reads what the writer wrote, blocks and all', async () => {
    await writeSyntheticRun(dir, [], { counters: { ...syntheticHeader.counters, records: 5000 } });
    const writer = await openSampleWriter(samplesFile(dir));
    for (let i = 0; i < 5000; i++) writer.add(syntheticSample({ sentUs: 10e6 + i * 1000 }));
    await writer.close();
    expect(await reduceSamples(dir)).toMatchObject({ requests: 5000, lostSamples: 0 });
  });
});

describe('reduceGenerator', () => {
  const second = (atUs: number, more = {}) => ({
    kind: 'second',
    atUs,
    spanMs: 1000,
    cpuMs: 100,
    loopDelayP99Ms: 1,
    loopUtilisation: 0.1,
    inFlight: 1,
    activeUsers: 2,
    residentBytes: 1e8,
    clockOffsetMs: 50,
    requests: 10,
    ...more,
  });
  const window = { kind: 'window', spanMs: 10_000, cpuMs: 500, loopDelayP99Ms: 2, loopUtilisation: 0.2 };
  const write = (lines: object[]) =>
    writeFile(healthFile(dir), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));

  it('looks at the window only', async () => {
    await writeSyntheticRun(dir, [
      syntheticSample({ plannedUs: 15e6 - 3000 }),
      syntheticSample({ plannedUs: 15e6 }),
      syntheticSample({ sentUs: 7e6, plannedUs: 6e6 }),
    ]);
    await write([
      second(6e6, { clockOffsetMs: 9999 }),
      second(12e6),
      second(13e6, { clockOffsetMs: 53, residentBytes: 2e8 }),
      window,
    ]);
    const data = generatorSchema.parse(await reduceGenerator(dir));
    expect(data).toMatchObject({
      slipP50Ms: 0,
      slipMaxMs: 3,
      loopDelayP99Ms: 2,
      cpuRatio: 0.05,
      cpuMsPerRequest: 250,
      maxResidentBytes: 2e8,
      clockJumpMs: 3,
    });
    expect(data.seconds.map((line) => line.t)).toEqual([1, 7, 8]);
  });

  it('does not stand in for health that nobody wrote down', async () => {
    await writeSyntheticRun(dir, [syntheticSample()]);
    await expect(reduceGenerator(dir)).rejects.toThrow('generator.jsonl cannot be read');
    await write([second(12e6)]);
    await expect(reduceGenerator(dir)).rejects.toThrow('does not cover the window');
    await writeFile(healthFile(dir), '{"kind":"second"');
    await expect(reduceGenerator(dir)).rejects.toMatchObject({ code: 'bad-run-folder' });
  });
});
