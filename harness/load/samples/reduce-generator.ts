import { readFile } from 'node:fs/promises';
import { HarnessError, messageOf } from '../../core/errors.ts';
import type { GeneratorData } from '../../core/evidence/generator.ts';
import { readHeader, type SamplesHeader } from './header.ts';
import { type HealthLine, healthFile, lineSchema, type WindowLine } from './health-line.ts';
import { LatencyHistogram } from './histogram.ts';
import { forEachSample } from './reader.ts';
import { completedTimes, type Times } from './reduce-samples.ts';

/**
 * How the generator itself fared in the steady window: its own seconds from `generator.jsonl`, its punctuality from
 * the samples. Throws HarnessError 'bad-run-folder' where either is absent, damaged or does not cover the window.
 */
export async function reduceGenerator(outDir: string): Promise<GeneratorData> {
  const header = await readHeader(outDir);
  const times = completedTimes(header);
  const { seconds, window } = await readHealth(outDir);
  const inWindow = seconds.filter((line) => line.atUs > times.windowFromUs && line.atUs <= times.windowToUs);
  if (window === null || inWindow.length === 0) {
    throw new HarnessError('bad-run-folder', 'generator.jsonl does not cover the window');
  }
  const { slip, requests } = await slipOf(outDir, header, times);
  const offsets = inWindow.map((line) => line.clockOffsetMs);
  return {
    engine: header.engine,
    slipP50Ms: slip.quantileUs(0.5) / 1000,
    slipP99Ms: slip.quantileUs(0.99) / 1000,
    slipMaxMs: slip.maxUs / 1000,
    loopDelayP99Ms: window.loopDelayP99Ms,
    loopUtilisation: window.loopUtilisation,
    cpuRatio: window.cpuMs / window.spanMs,
    cpuMsPerRequest: requests === 0 ? 0 : window.cpuMs / requests,
    droppedSends: header.counters.droppedSends,
    maxResidentBytes: Math.max(...inWindow.map((line) => line.residentBytes)),
    clockJumpMs: Math.max(...offsets) - Math.min(...offsets),
    seconds: seconds
      .filter((line) => line.atUs >= times.loadFromUs)
      .map((line) => ({
        t: Math.floor((line.atUs - times.loadFromUs) / 1e6),
        cpuRatio: line.cpuMs / line.spanMs,
        loopDelayP99Ms: line.loopDelayP99Ms,
        inFlight: line.inFlight,
      })),
  };
}

/** Actual minus planned send of everything sent in the window. A timer that fires early is no slip. */
async function slipOf(outDir: string, header: SamplesHeader, times: Times) {
  const slip = new LatencyHistogram();
  let requests = 0;
  await forEachSample(outDir, header, (sample) => {
    if (sample.preparing || sample.sentUs < times.windowFromUs || sample.sentUs >= times.windowToUs) return;
    slip.add(sample.sentUs - sample.plannedUs);
    requests++;
  });
  return { slip, requests };
}

async function readHealth(outDir: string): Promise<{ seconds: HealthLine[]; window: WindowLine | null }> {
  const seconds: HealthLine[] = [];
  let window: WindowLine | null = null;
  try {
    const text = await readFile(healthFile(outDir), 'utf8');
    for (const line of text.split('\n')) {
      if (line === '') continue;
      const parsed = lineSchema.parse(JSON.parse(line));
      if (parsed.kind === 'window') window = parsed;
      else seconds.push(parsed);
    }
  } catch (cause) {
    const why = messageOf(cause).split('\n')[0];
    throw new HarnessError('bad-run-folder', `generator.jsonl cannot be read: ${why}`, { cause });
  }
  return { seconds, window };
}
