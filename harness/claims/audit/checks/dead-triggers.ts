import type { Claim, Service } from '../../../core/claim.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, figureOf, finding } from '../define-check.ts';
import { levelsText, listed } from '../machine.ts';
import { claimsOf, type LevelPlan, type Plan } from '../plan.ts';
import { countOf, groupTrigger, vmsOf } from '../statements.ts';
import { gigabytes } from '../written.ts';

/** What a group of triggers ends in, and the VMs of a level that has done it already; null where it has not. */
interface Move {
  service: Service;
  called: string;
  asksFor: string;
  taken(level: LevelPlan): Claim[] | null;
}

const moves: readonly Move[] = [
  {
    service: 'application',
    called: 'the application',
    asksFor: 'a second application VM and a load balancer',
    taken: (level) => together(level, ['app', 'balancer'], 'app'),
  },
  {
    service: 'database',
    called: 'the database',
    asksFor: 'a database VM and read replicas',
    taken: (level) => together(level, ['db', 'replica'], null),
  },
  {
    service: 'redis',
    called: 'Redis',
    asksFor: 'a Redis VM or a cluster',
    taken: (level) => together(level, ['redis'], 'redis'),
  },
];

/** Group triggers that come after the move that they ask for, or that no level lives to see. */
export default defineCheck({
  id: 'dead-triggers',
  title: 'Triggers of the groups against what each level already has, and against how far it may grow',
  run(plan) {
    return {
      compared: plan.levels.length * (moves.length + 1),
      findings: [databaseSize(plan), spent(plan)].filter((found) => found !== null),
    };
  },
});

function databaseSize(plan: Plan): Finding | null {
  const trigger = groupTrigger(plan, 'database-size');
  const without = plan.levels.filter((level) => vmsOf(level, 'db') === null);
  if (without.length === 0 || without.some(({ database }) => database.bound > trigger.bound)) return null;
  const withOne = plan.levels.filter((level) => vmsOf(level, 'db') !== null);
  return finding('dead-triggers', {
    about: 'database-size',
    severity: 'warning',
    title: `The trigger that asks for a database VM cannot fire at a level that has none`,
    arithmetic: [
      `it fires once the database is ${figureOf(trigger)}`,
      ...without.map(
        ({ level, database }) =>
          `Level ${level} has no database VM and is outgrown at ${gigabytes(database.bound)}`,
      ),
      `${levelsText(withOne.map(({ level }) => level))} have a database VM from the start`,
    ],
    means:
      "Who waits for it has long passed the largest database that the level is sold for. Go by the levels' own limits.",
    claims: [
      trigger,
      ...without.map(({ database }) => database),
      ...withOne.flatMap((level) => vmsOf(level, 'db') ?? []).map(countOf),
    ],
  });
}

function spent(plan: Plan): Finding | null {
  const groups = moves
    .map((move) => ({
      move,
      triggers: claimsOf(plan.claims, 'trigger', { params: { at: 'group' } }).filter(
        ({ service }) => service === move.service,
      ),
      done: plan.levels.flatMap((level) => {
        const claims = move.taken(level);
        return claims === null ? [] : [{ level: level.level, claims }];
      }),
    }))
    .filter(({ triggers, done }) => triggers.length > 0 && done.length > 0);
  if (groups.length === 0) return null;
  const most = plan.levels.filter(({ level }) =>
    groups.every(({ done }) => done.some((one) => one.level === level)),
  );
  return finding('dead-triggers', {
    about: 'spent',
    severity: 'note',
    title: `The triggers on ${listed(groups.map(({ move }) => move.called))} ask the larger levels for a move that they have already made`,
    arithmetic: groups.map(
      ({ move, done }) =>
        `${move.called}: asks for ${move.asksFor}; already part of ${levelsText(done.map(({ level }) => level))}`,
    ),
    means: `${most.length === 0 ? 'At those levels' : `At ${levelsText(most.map(({ level }) => level))}`} a trigger that fires leaves nothing to buy that the document names; what comes next has to be agreed before it is needed.`,
    claims: groups.flatMap(({ triggers, done }) => [...triggers, ...done.flatMap(({ claims }) => claims)]),
  });
}

/** What states that the level has all of these VMs, of `several` more than one; null where it has not. */
function together(
  level: LevelPlan,
  names: readonly Parameters<typeof vmsOf>[1][],
  several: string | null,
): Claim[] | null {
  const found = names.map((name) => vmsOf(level, name));
  const all = found.every((vms) => vms !== null && (vms.name !== several || vms.count > 1));
  return all ? found.flatMap((vms) => (vms === null ? [] : countOf(vms))) : null;
}
