import { type Claim, citationsOf } from '../../../core/claim.ts';
import type { Finding } from '../../../core/finding.ts';
import { formatInr, formatRange, formatValue } from '../../../core/units.ts';
import { defineCheck, figureOf, finding } from '../define-check.ts';
import { levelsText, listed } from '../machine.ts';
import { about, type LevelPlan } from '../plan.ts';

/** Heading of the decision tree. */
const TREE = 'Scaling Decision Tree';

/** The decision tree's triggers against those of each level's own text. */
export default defineCheck({
  id: 'tree-text',
  title: "Triggers in the decision tree against those in each level's own text",
  run({ levels }) {
    const findings = levels.flatMap((level, index) => {
      const next = levels[index + 1];
      if (next === undefined) return nothingFollows(level);
      return contradicting(level, next, levels.slice(0, index));
    });
    return {
      compared: levels.reduce((sum, { triggers, tree }) => sum + triggers.length + tree.length, 0),
      findings: [...findings, ...missing(levels.slice(0, -1))],
    };
  },
});

function contradicting(level: LevelPlan, next: LevelPlan, before: readonly LevelPlan[]): Finding[] {
  return level.tree.flatMap((inTree) => {
    const inText = level.triggers.find(({ params }) => params.metric === inTree.params.metric);
    if (inText === undefined || inText.bound === inTree.bound) return [];
    const [low, high] = [inText, inTree].sort((a, b) => a.bound - b.bound) as [Claim, Claim];
    const step = next.total.bound - level.total.bound;
    const where = (claim: Claim) => (claim === inTree ? 'the tree' : "the level's text");
    const show = (value: number) => formatValue(value, inTree.unit);
    const entered = asEntry(inTree, level, before);
    return finding('tree-text', {
      about: `l${level.level}-${inTree.params.metric}`,
      severity: 'error',
      title: `The decision tree leaves Level ${level.level} at ${figureOf(inTree)}, its own text at ${figureOf(inText)}`,
      arithmetic: [
        `decision tree: ${figureOf(inTree)}; Level ${level.level}: ${figureOf(inText)}`,
        `${show(high.bound)} − ${show(low.bound)} = ${show(high.bound - low.bound)} apart`,
        `Level ${next.level} costs ${formatInr(next.total.bound)} − ${formatInr(level.total.bound)} = ${formatInr(step)} a month more`,
        ...(entered?.lines ?? []),
      ],
      means: `Between ${show(low.bound)} and ${show(high.bound)}, ${where(low)} says to pay ${formatInr(step)} a month more and ${where(high)} says to stay.${entered?.means ?? ''}`,
      claims: [inTree, inText, level.total, next.total, ...(entered?.claims ?? [])],
    });
  });
}

/** Where the tree's figure is not above what the level begins with, it may be the point at which the level is entered. */
function asEntry(
  inTree: Claim,
  { level, users }: LevelPlan,
  before: readonly LevelPlan[],
): { lines: string[]; means: string; claims: Claim[] } | null {
  if (inTree.params.metric !== 'users' || inTree.bound > users.low.bound) return null;
  const alike = before
    .map((one) => ({ level: one.level, repeated: repeatedInTree(one) }))
    .filter(({ repeated }) => repeated.length > 0);
  const levels = levelsText(alike.map((one) => one.level));
  return {
    lines: [
      `Level ${level} is said to carry ${figureRange(users)}: the tree's figure is not above its lower end`,
      ...alike.map(
        (one) => `Level ${one.level}: ${listed(one.repeated.map(figureOf))}, in the tree as in its own text`,
      ),
    ],
    means: ` The tree may mean the point at which Level ${level} is entered${alike.length === 0 ? '' : `; for ${levels} the same line gives the point at which the level is left`}.`,
    claims: [users.low, users.high, ...alike.flatMap(({ repeated }) => repeated)],
  };
}

/** Triggers that the level's own text and the tree state alike. */
function repeatedInTree({ triggers, tree }: LevelPlan): Claim[] {
  return triggers.filter(
    (claim) =>
      inTreeToo(claim) ||
      tree.some(({ params, bound }) => params.metric === claim.params.metric && bound === claim.bound),
  );
}

const inTreeToo = (claim: Claim) => citationsOf(claim).some(({ section }) => section === TREE);

function figureRange({ low, high }: LevelPlan['users']): string {
  return formatRange(low.bound, high.bound, 'users');
}

/** What a reader of one of the two places is not told, all levels in one finding. */
function missing(levels: readonly LevelPlan[]): Finding[] {
  const lacking = levels
    .map((level) => ({ level: level.level, notInTree: notInTree(level), notInText: notInText(level) }))
    .filter((one) => one.notInTree.length + one.notInText.length > 0);
  if (lacking.length === 0) return [];
  const lines = (level: number, claims: readonly Claim[], has: string, lacks: string) =>
    claims.map(
      (claim) => `Level ${level}, ${claim.metric}: ${figureOf(claim)} in ${has}, nothing in ${lacks}`,
    );
  return [
    finding('tree-text', {
      about: 'missing',
      severity: 'note',
      title: `Triggers of ${levelsText(lacking.map(({ level }) => level))} stand in the decision tree or in the level's own text, not in both`,
      arithmetic: lacking.flatMap((one) => [
        ...lines(one.level, one.notInTree, "the level's text", 'the decision tree'),
        ...lines(one.level, one.notInText, 'the decision tree', "the level's text"),
      ]),
      means:
        'Whoever follows the one place alone stays on a level beyond the point at which the other says to leave it.',
      claims: lacking.flatMap((one) => [...one.notInTree, ...one.notInText]),
    }),
  ];
}

function notInTree(level: LevelPlan): Claim[] {
  return level.triggers.filter(
    (claim) => !inTreeToo(claim) && !level.tree.some(({ params }) => params.metric === claim.params.metric),
  );
}

function notInText(level: LevelPlan): Claim[] {
  return level.tree.filter(
    (claim) => !level.triggers.some(({ params }) => params.metric === claim.params.metric),
  );
}

/** The largest level has nowhere to go. */
function nothingFollows(level: LevelPlan): Finding[] {
  const triggers = [...level.triggers, ...level.tree];
  if (triggers.length === 0) return [];
  const users = about(triggers, 'users');
  return [
    finding('tree-text', {
      about: `l${level.level}-last`,
      severity: 'warning',
      title: `Level ${level.level} has a trigger for scaling, and no level follows`,
      arithmetic: [
        `trigger: ${listed(triggers.map(figureOf))}; levels after Level ${level.level}: 0`,
        ...(users === null
          ? []
          : [
              `the level is said to carry ${formatValue(level.users.low.bound, 'users')} to ${formatValue(level.users.high.bound, 'users')}: ${formatValue(users.bound, 'users')} ÷ ${formatValue(level.users.high.bound, 'users')} = ${formatValue(users.bound / level.users.high.bound, 'ratio')} of its upper end`,
            ]),
      ],
      means:
        'When it fires, the document has no answer and no price. It may be meant as the point at which this level is entered, not left.',
      claims: [...triggers, ...(users === null ? [] : [level.users.low, level.users.high])],
    }),
  ];
}
