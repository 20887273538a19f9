import { type FileHandle, open } from 'node:fs/promises';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { monotonicMs, nowMs } from '../../host/clock.ts';
import { type HealthLine, healthFile, type WindowLine } from '../samples/health-line.ts';

/** The delay monitor samples this often; a delay is what comes on top. */
const RESOLUTION_MS = 10;

/** What the load knows of itself when a second is over. */
interface LoadState {
  atUs: number;
  inFlight: number;
  activeUsers: number;
  requests: number;
}

/** Watches this process and writes a line a second. */
export interface Health {
  tick(state: LoadState): Promise<void>;
  /** From here on to `closeWindow` figures are also gathered for the window as a whole. */
  openWindow(): void;
  closeWindow(): Promise<void>;
  close(): Promise<void>;
}

export async function openHealth(outDir: string): Promise<Health> {
  const file = await open(healthFile(outDir), 'w');
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  // A monitor of its own: percentiles of seconds cannot be put together.
  const windowDelay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let second = meter();
  let window: ReturnType<typeof meter> | null = null;
  const write = (line: HealthLine | WindowLine) => append(file, line);

  const takeDelay = () => {
    const p99Ms = beyondResolution(delay.percentile(99));
    delay.reset();
    return p99Ms;
  };
  return {
    async tick(state) {
      const { spanMs, cpuMs, loopUtilisation } = second();
      second = meter();
      await write({
        kind: 'second',
        ...state,
        spanMs,
        cpuMs,
        loopDelayP99Ms: takeDelay(),
        loopUtilisation,
        residentBytes: process.memoryUsage.rss(),
        clockOffsetMs: nowMs() - monotonicMs(),
      });
    },
    openWindow() {
      windowDelay.enable();
      window = meter();
    },
    async closeWindow() {
      if (window === null) return;
      windowDelay.disable();
      const seen = window();
      window = null;
      await write({ kind: 'window', ...seen, loopDelayP99Ms: beyondResolution(windowDelay.percentile(99)) });
    },
    async close() {
      delay.disable();
      windowDelay.disable();
      await file.close();
    },
  };
}

function append(file: FileHandle, line: HealthLine | WindowLine): Promise<void> {
  return file.appendFile(`${JSON.stringify(line)}\n`);
}

/** Starts counting; the returned function tells what was used since. */
function meter() {
  const cpu = process.cpuUsage();
  const utilisation = performance.eventLoopUtilization();
  const from = monotonicMs();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return {
      spanMs: monotonicMs() - from,
      cpuMs: (user + system) / 1000,
      loopUtilisation: Math.min(1, performance.eventLoopUtilization(utilisation).utilization),
    };
  };
}

/** The monitor counts nanoseconds from one of its timers to the next. */
function beyondResolution(ns: number): number {
  return Math.max(0, ns / 1e6 - RESOLUTION_MS);
}
