import { type Claim, citationsOf } from '../../../core/claim.ts';
import type { Finding } from '../../../core/finding.ts';
import { formatInr } from '../../../core/units.ts';
import { defineCheck, finding } from '../define-check.ts';
import { listed } from '../machine.ts';
import type { LevelPlan, Plan } from '../plan.ts';

const TREE = 'Scaling Decision Tree';

/**
 * Promises of a level that the decision tree names as the reason to leave that very level: they stand on the line of one of
 * its triggers. A promise that the tree only names, such as in the name of a level, is none.
 */
export default defineCheck({
  id: 'circular',
  title: 'What each level promises against the reasons for which the decision tree leaves it',
  run(plan) {
    return {
      compared: plan.levels.reduce((sum, { promises }) => sum + Math.max(promises.length, 1), 0),
      findings: plan.levels.flatMap((level) => leftForItsPromise(level, plan) ?? []),
    };
  },
});

function leftForItsPromise(level: LevelPlan, plan: Plan): Finding | null {
  const triggers = [...level.tree, ...level.triggers];
  const linesOf = (claim: Claim) =>
    citationsOf(claim).flatMap(({ section, item }) => (section === TREE ? [String(item)] : []));
  const sharing = (promise: Claim) =>
    triggers.filter((trigger) => linesOf(trigger).some((line) => linesOf(promise).includes(line)));
  const promises = level.promises.filter((promise) => sharing(promise).length > 0);
  if (promises.length === 0) return null;
  const next = plan.levels.find((one) => one.level === level.level + 1);
  const words = listed(promises.map(wordsOf));
  const path = promises.flatMap((promise) =>
    placesOf(promise).filter((section) => section.endsWith(`: Level ${level.level}`)),
  );
  return finding('circular', {
    about: `l${level.level}`,
    severity: 'warning',
    title: `The decision tree leaves Level ${level.level} for what Level ${level.level} promises: ${words}`,
    arithmetic: [
      ...promises.map(({ says }) => `promised at Level ${level.level}: ${says}`),
      `the tree names the need of it beside the figures at which Level ${level.level} is to be left`,
      ...path.map((section) => `the recommended path (${section}) moves to Level ${level.level} for it`),
      next === undefined
        ? `no level follows Level ${level.level}`
        : `Level ${next.level} − Level ${level.level}: ${formatInr(next.total.bound)} − ${formatInr(level.total.bound)} = ${formatInr(next.total.bound - level.total.bound)} a month`,
    ],
    means:
      next === undefined
        ? `Who needs it is sent to Level ${level.level} by its promise and away from it by the tree, and there is nothing to go to.`
        : `Who needs it is sent to Level ${level.level} by its promise and on to Level ${next.level} by the tree, for ${formatInr(next.total.bound - level.total.bound)} a month more. If the tree means more than the promise does, it has to say what.`,
    claims: [
      ...promises,
      ...promises.flatMap(sharing),
      ...(next === undefined ? [] : [level.total, next.total]),
    ],
  });
}

const placesOf = (claim: Claim) => citationsOf(claim).map(({ section }) => section);
const wordsOf = ({ params }: Claim) => String(params.promise).replace('-', ' ');
