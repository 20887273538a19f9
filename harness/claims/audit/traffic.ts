import type { Claim } from '../../core/claim.ts';
import type { LevelPlan } from './plan.ts';

/** How much each user adds to what a trigger watches: `times / over`. Kept apart so that round figures stay exact. */
export interface PerUser {
  times: number;
  over: number;
}

/** What `users` add up to. */
export function impliedBy(users: number, { times, over }: PerUser): number {
  return (users * times) / over;
}

/** Takes floating point noise out of a bound that is met exactly. */
const NOISE = 1e-9;

/** The fewest whole users at which a trigger of the form `>` or `>=` fires. */
export function firstUsers(trigger: Pick<Claim, 'comparator' | 'bound'>, { times, over }: PerUser): number {
  const met = (trigger.bound * over) / times;
  return trigger.comparator === '>=' ? Math.ceil(met - NOISE) : Math.floor(met + NOISE) + 1;
}

/** Where a trigger that fires from `first` users on stands to the users of a level. */
export function standing({ users }: LevelPlan, first: number): 'always' | 'within' | 'never' {
  if (first <= users.low.bound) return 'always';
  return first > users.high.bound ? 'never' : 'within';
}
