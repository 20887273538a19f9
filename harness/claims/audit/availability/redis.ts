import type { Finding } from '../../../core/finding.ts';
import { finding } from '../define-check.ts';
import { levelsText } from '../machine.ts';
import { claimsOf, type LevelPlan, type Plan } from '../plan.ts';
import { countOf, vmsOf } from '../statements.ts';
import { plain } from '../written.ts';
import { promisedAvailability } from './single-points.ts';

/** A cluster has at least so many shards: each needs a primary of its own. */
const FEWEST_SHARDS = 3;

const redisCount = (level: LevelPlan) => vmsOf(level, 'redis')?.count ?? 1;
const redisClaim = (level: LevelPlan) => {
  const vms = vmsOf(level, 'redis') ?? vmsOf(level, 'app');
  return vms === null ? [] : [countOf(vms)];
};
const promiseOfRedis = (plan: Plan) =>
  claimsOf(plan.claims, 'promise', { params: { promise: 'redis-high-availability' } });

/** Levels with one Redis where the section on Redis asks for one that survives a loss; null where nothing asks, or all do. */
export function redisAlone(plan: Plan): Finding | null {
  const [promise] = promiseOfRedis(plan);
  const alone = plan.levels.filter((level) => redisCount(level) === 1);
  if (promise === undefined || alone.length === 0) return null;
  const promising = alone.filter((level) => promisedAvailability(level).length > 0);
  return finding('availability', {
    about: 'redis',
    severity: promising.length > 0 ? 'error' : 'warning',
    title: `The section on Redis asks for a second one in production; ${levelsText(alone.map(({ level }) => level))} have one`,
    arithmetic: [
      ...alone.map(
        (level) =>
          `Level ${level.level}: 1 Redis, ${vmsOf(level, 'redis') === null ? 'on the application VM' : 'on a VM of its own'}`,
      ),
      'a Sentinel set-up needs 2 that hold the data and 3 that vote on which of them is in charge',
    ],
    means: `Sessions, background jobs and live updates stop with the one Redis.${promising.length > 0 ? ` That is so at ${levelsText(promising.map(({ level }) => level))} too, which promises high availability.` : ''} What the document requires is in no price below the level that has a cluster.`,
    claims: [promise, ...alone.flatMap(redisClaim), ...promising.flatMap(promisedAvailability)],
  });
}

/** Clusters that are to survive a loss, with fewer VMs than shards and a replica of each need; null where there is none. */
export function clusterWithoutReplicas(plan: Plan): Finding | null {
  const small = plan.levels.filter((level) => redisCount(level) > 1 && redisCount(level) < FEWEST_SHARDS * 2);
  const promises = [...promiseOfRedis(plan), ...small.flatMap(promisedAvailability)];
  if (small.length === 0 || promises.length === 0) return null;
  return finding('availability', {
    about: 'redis-cluster',
    severity: 'warning',
    title: `The Redis cluster of ${levelsText(small.map(({ level }) => level))} has too few VMs for a replica of each shard`,
    arithmetic: small.map((level) => {
      const count = redisCount(level);
      const primaries = Math.min(count, FEWEST_SHARDS);
      return `Level ${level.level}: ${plain(count)} VMs − ${plain(primaries)} primaries (a cluster has at least ${FEWEST_SHARDS}) = ${plain(count - primaries)} replicas; ${FEWEST_SHARDS} primaries and a replica of each are ${FEWEST_SHARDS * 2}`;
    }),
    means:
      'When one of the VMs is lost, its part of the keys is gone and the cluster answers nothing, by its usual setting. It takes two Redis processes on each VM, each a replica of another VM, or as many VMs again.',
    claims: [...small.flatMap(redisClaim), ...promises],
  });
}
