import type { CollectedId, Collector, Scene } from './collector.ts';
import containers from './containers/collect.ts';
import { costOf } from './cost/collect.ts';
import haproxy from './haproxy/collect.ts';
import host from './host/collect.ts';
import mail from './mail/collect.ts';
import nginx from './nginx/collect.ts';
import { type Observation, observe } from './observe.ts';
import pgbouncer from './pgbouncer/collect.ts';
import postgres from './postgres/collect.ts';
import processes from './processes/collect.ts';
import queues from './queues/collect.ts';
import redis from './redis/collect.ts';
import replication from './replication/collect.ts';
import telephony from './telephony/collect.ts';
import waha from './waha/collect.ts';

interface Entry {
  id: CollectedId;
  applies(level: Scene['level']): boolean;
  observe(scene: Scene, folder: string): Promise<Observation<CollectedId>>;
}

/** A collector without the types of its readings, so that all fit into one list. */
function entry<Id extends CollectedId, Reading, Facts>(collector: Collector<Id, Reading, Facts>): Entry {
  return {
    id: collector.id,
    applies: (level) => collector.applies?.(level) ?? true,
    observe: (scene, folder) => observe(collector, scene, folder),
  };
}

/** Every collector but the one that observes the others. */
const entries: readonly Entry[] = [
  entry(containers),
  entry(postgres),
  entry(redis),
  entry(host),
  entry(replication),
  entry(pgbouncer),
  entry(haproxy),
  entry(nginx),
  entry(mail),
  entry(queues),
  entry(waha),
  entry(telephony),
  entry(processes),
];

/** Ids of the collectors that apply to the level. */
export function collectedOf(level: Scene['level']): CollectedId[] {
  return entries.filter(({ applies }) => applies(level)).map(({ id }) => id);
}

/**
 * Starts every collector that applies to the level, or those of the given ids, and with them the one that tells what they
 * cost. Readings are on disk in `folder`; whoever calls it finishes each observation.
 */
export async function observeLevel(
  scene: Scene,
  folder: string,
  ids: readonly CollectedId[] = collectedOf(scene.level),
): Promise<Observation<CollectedId>[]> {
  const applying = entries.filter(({ id, applies }) => ids.includes(id) && applies(scene.level));
  const observations = await Promise.all(applying.map((one) => one.observe(scene, folder)));
  return [...observations, await observe(costOf(observations), scene, folder)];
}
