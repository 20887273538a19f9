import type { EvidenceData } from '../core/evidence/catalogue.ts';
import type { Engine } from '../topology/engine.ts';
import type { StartedLevel } from '../topology/start-level.ts';

/** What telemetry observes by collectors; other evidence comes from the load, the seeder and the topology. */
export type CollectedId =
  | 'containers'
  | 'postgres'
  | 'redis'
  | 'host'
  | 'replication'
  | 'pgbouncer'
  | 'haproxy'
  | 'nginx'
  | 'mail'
  | 'queues'
  | 'waha'
  | 'telephony'
  | 'processes'
  | 'telemetry';

/** Where collectors look. */
export interface Scene {
  level: StartedLevel;
  engine: Engine;
}

/** The steady window, and the origin of every `t`: epoch milliseconds. */
export interface Window {
  loadFromMs: number;
  fromMs: number;
  toMs: number;
}

/** One reading of a source: cumulative counters and gauges, as the source gives them. */
export interface Timed<Reading> {
  atMs: number;
  reading: Reading;
}

/** An open connection to a source. */
export interface Source<Reading, Facts> {
  read(): Promise<Reading>;
  /** Facts that are read once, at the end. */
  facts(): Promise<Facts>;
  close(): Promise<void>;
}

/**
 * A collector is dumb on purpose: it copies counters at a steady pace and never knows a claim.
 * `reduce` is pure, so that evidence can be made again from the readings on disk.
 */
export interface Collector<Id extends CollectedId, Reading, Facts> {
  id: Id;
  /** Where the figures come from, for a reader of the report. */
  source: string;
  /** Milliseconds from one reading to the next, longer where a reading costs more; 1000 where left out. */
  everyMs?: number;
  /** Whether the level has what is observed; one that does not apply writes no evidence. Left out: always. */
  applies?(level: Pick<StartedLevel, 'vms'>): boolean;
  open(scene: Scene): Promise<Source<Reading, Facts>>;
  /** Throws where the readings do not cover the window. */
  reduce(readings: readonly Timed<Reading>[], facts: Facts, window: Window): EvidenceData[Id];
}

/** Identity that carries the types. */
export function defineCollector<Id extends CollectedId, Reading, Facts>(
  collector: Collector<Id, Reading, Facts>,
): Collector<Id, Reading, Facts> {
  return collector;
}
