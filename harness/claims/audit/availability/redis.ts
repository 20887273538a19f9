import type { Finding } from '../../../core/finding.ts';
import { groupDigits } from '../../../core/units.ts';
import type { Assumptions } from '../assumptions.ts';
import { finding } from '../define-check.ts';
import { levelsText } from '../machine.ts';
import { claimsOf, type LevelPlan, type Plan } from '../plan.ts';
import { countOf, vmsOf } from '../statements.ts';

import { promisedAvailability } from './single-points.ts';

const redisCount = (level: LevelPlan) => vmsOf(level, 'redis')?.count ?? 1;
const redisClaim = (level: LevelPlan) => {
  const vms = vmsOf(level, 'redis') ?? vmsOf(level, 'app');
  return vms === null ? [] : [countOf(vms)];
};
const numbers = (levels: readonly LevelPlan[]) => levelsText(levels.map(({ level }) => level));
const promiseOfRedis = (plan: Plan) =>
  claimsOf(plan.claims, 'promise', { params: { promise: 'redis-high-availability' } });

/** Levels with one Redis where the section on Redis asks for one that survives a loss; null where nothing asks, or all do. */
export function redisAlone(plan: Plan): Finding | null {
  const [promise] = promiseOfRedis(plan);
  const alone = plan.levels.filter((level) => redisCount(level) === 1);
  if (promise === undefined || alone.length === 0) return null;
  const promising = alone.filter((level) => promisedAvailability(level).length > 0);
  const several = plan.levels.filter((level) => redisCount(level) > 1);
  return finding('availability', {
    about: 'redis',
    severity: promising.length > 0 ? 'error' : 'warning',
    title: `The section on Redis asks for high availability by Sentinel in production; ${numbers(alone)} ${alone.length === 1 ? 'has' : 'have'} one Redis`,
    arithmetic: [
      ...alone.map(
        (level) =>
          `Level ${level.level}: 1 Redis, ${vmsOf(level, 'redis') === null ? 'on the application VM' : 'on a VM of its own'}`,
      ),
      ...several.map(
        (level) =>
          `Level ${level.level}: a cluster of ${groupDigits(redisCount(level))} VMs, which is another mode than the one asked for`,
      ),
    ],
    means: `Cache, sessions, background jobs and live updates stop with the one Redis.${promising.length > 0 ? ` That is so at ${numbers(promising)} too, which promises high availability.` : ''} What the section asks for is in no price of these levels.`,
    claims: [
      promise,
      ...alone.flatMap(redisClaim),
      ...several.flatMap(redisClaim),
      ...promising.flatMap(promisedAvailability),
    ],
  });
}

/** Clusters that are to survive a loss, with fewer VMs than primaries and a replica of each need; null where there is none. */
export function clusterWithoutReplicas(
  plan: Plan,
  { redisClusterPrimaries }: Pick<Assumptions, 'redisClusterPrimaries'>,
): Finding | null {
  const primaries = Math.ceil(redisClusterPrimaries);
  const needed = primaries * 2;
  const small = plan.levels.filter((level) => redisCount(level) > 1 && redisCount(level) < needed);
  const promises = [...promiseOfRedis(plan), ...small.flatMap(promisedAvailability)];
  if (small.length === 0 || promises.length === 0) return null;
  return finding('availability', {
    about: 'redis-cluster',
    severity: 'warning',
    title: `The Redis cluster of ${numbers(small)} has too few VMs for a replica of each primary`,
    arithmetic: [
      `needed: ${groupDigits(primaries)} primaries and a replica of each on a VM of its own: ${groupDigits(primaries)} × 2 = ${groupDigits(needed)} VMs`,
      ...small.map(
        (level) =>
          `Level ${level.level}: ${groupDigits(redisCount(level))} VMs, ${groupDigits(needed)} − ${groupDigits(redisCount(level))} = ${groupDigits(needed - redisCount(level))} too few`,
      ),
    ],
    means:
      'Where a primary has no replica, its part of the keys is gone with its VM. Either more VMs are bought, or each VM runs a replica of another VM beside its own primary; the document says neither.',
    claims: [...small.flatMap(redisClaim), ...promises],
    assumes: ['redisClusterPrimaries'],
  });
}
