import { join } from 'node:path';
import { messageOf } from '../core/errors.ts';
import type { EvidenceData } from '../core/evidence/catalogue.ts';
import { type Evidence, unavailable } from '../core/evidence/envelope.ts';
import { everyMs, monotonicMs, nowMs } from '../host/clock.ts';
import { openLog } from '../host/files.ts';
import type { CollectedId, Collector, Scene, Source, Timed, Window } from './collector.ts';

const INTERVAL_MS = 1000;

/** What the readings since the last question cost: how many, how many failed, and how long they took, failed ones too. */
export interface ReadingCost {
  readings: number;
  failed: number;
  totalMs: number;
  maxMs: number;
}

/** A collector at work. */
export interface Observation<Id extends CollectedId> {
  id: Id;
  /** What reading has cost since this was last asked. */
  cost(): ReadingCost;
  /** Stops reading, reduces what was read over the window. Never throws: what failed is `unavailable` with the reason. */
  finish(window: Window | null): Promise<Evidence<EvidenceData[Id]>>;
}

/**
 * Opens a collector's source and reads it at the collector's pace until `finish`. Each reading is on disk before the next is
 * taken (`<folder>/<id>.jsonl`), so that a crash loses at most one. A source that cannot be opened is no fault of the
 * run: its evidence is `unavailable`.
 */
export async function observe<Id extends CollectedId, Reading, Facts>(
  collector: Collector<Id, Reading, Facts>,
  scene: Scene,
  folder: string,
): Promise<Observation<Id>> {
  const absent = (reason: string) => unavailable(collector.id, collector.source, reason);
  let source: Source<Reading, Facts>;
  try {
    source = await collector.open(scene);
  } catch (error) {
    const reason = `could not be opened: ${messageOf(error)}`;
    return { id: collector.id, cost: noCost, finish: async () => absent(reason) };
  }
  const readings: Timed<Reading>[] = [];
  const log = openLog(join(folder, `${collector.id}.jsonl`));
  let failure: string | null = null;
  let cost = noCost();

  async function takeReading() {
    const from = monotonicMs();
    try {
      const reading = await source.read();
      const timed = { atMs: nowMs(), reading };
      readings.push(timed);
      log.line(JSON.stringify(timed));
    } catch (error) {
      failure = messageOf(error);
      log.line(JSON.stringify({ atMs: nowMs(), failed: failure }));
      cost.failed += 1;
    } finally {
      const ms = monotonicMs() - from;
      cost.readings += 1;
      cost.totalMs += ms;
      cost.maxMs = Math.max(cost.maxMs, ms);
    }
  }

  await takeReading();
  const stop = everyMs(collector.everyMs ?? INTERVAL_MS, takeReading);
  return {
    id: collector.id,
    cost() {
      const spent = cost;
      cost = noCost();
      return spent;
    },
    async finish(window) {
      await stop();
      try {
        if (window === null) return absent('the load ended before its window did');
        await takeReading();
        const data = collector.reduce(readings, await source.facts(), window);
        return {
          id: collector.id,
          schemaVersion: 1,
          source: collector.source,
          status: 'observed',
          fromMs: readings[0]?.atMs ?? 0,
          toMs: readings.at(-1)?.atMs ?? 0,
          data,
        };
      } catch (error) {
        return absent(
          failure === null ? messageOf(error) : `${messageOf(error)} (last failed reading: ${failure})`,
        );
      } finally {
        log.close();
        await source.close().catch(() => {});
      }
    },
  };
}

function noCost(): ReadingCost {
  return { readings: 0, failed: 0, totalMs: 0, maxMs: 0 };
}
