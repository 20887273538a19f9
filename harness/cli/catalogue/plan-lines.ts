import type { Answer, CapacityPlan, LevelAnswer, Requirement } from '../../claims/audit/cheapest.ts';
import { figureOf } from '../../claims/audit/define-check.ts';
import type { Finding } from '../../core/finding.ts';
import { textTable } from '../../core/text-table.ts';
import { formatInr, formatRange, formatValue } from '../../core/units.ts';

const names: Record<Requirement['what'], string> = {
  users: 'users',
  customers: 'customers',
  whatsappPerDay: 'WhatsApp',
  calls: 'calls',
  emailsPerDay: 'e-mails',
  databaseBytes: 'database',
};

const words: Record<Answer, string> = {
  within: 'within',
  tight: 'tight',
  unsaid: 'not said',
  beyond: 'beyond',
};

/** The plan for people, a line each: every level, the cheapest, when the next is due, and what casts doubt on the answer. */
export function planLines(plan: CapacityPlan, findings: readonly Finding[]): string[] {
  const [first] = plan.levels;
  const asked = first?.requirements ?? [];
  const what = asked
    .map(({ demand, unit, what: id }) => `${named(id)}${formatValue(demand, unit)}`)
    .join(', ');
  return [
    `Asked for: ${what}.`,
    'By the figures of the document alone: nothing here is measured (capacity verify does that).',
    '',
    ...levelTable(plan, asked),
    '',
    `within    at most ${formatValue(plan.rule.bound, 'ratio')} of what is stated for certain, which is when the document says to scale`,
    'tight     more than that, or the level’s own trigger has fired, but not more than the upper end of what is stated',
    ...(plan.levels.some(({ requirements }) => requirements.some(({ answer }) => answer === 'unsaid'))
      ? ['not said  more than one VM is stated to carry; what several carry together is not stated']
      : []),
    'beyond    more than is stated',
    '',
    ...answerLines(plan, findings),
  ];
}

function named(what: Requirement['what']): string {
  return what === 'databaseBytes' ? 'a database of ' : '';
}

function levelTable({ levels }: CapacityPlan, asked: readonly Requirement[]): string[] {
  const head = ['level', 'price', 'per user', ...asked.map(({ what }) => names[what]), 'in all'];
  const rows = levels.map((level) => [
    String(level.level),
    figureOf(level.total),
    level.inrPerUser === null ? '-' : formatInr(level.inrPerUser),
    ...level.requirements.map(cellOf),
    words[level.answer],
  ]);
  return textTable([head, ...rows]);
}

/** `tight: 180 of 200 to 300 users, trigger fired`. */
function cellOf({ answer, carried, unit, trigger, claims }: Requirement): string {
  const carries =
    claims.length === 0
      ? 'nothing for it'
      : carried.sure === carried.most
        ? formatValue(carried.most, unit)
        : formatRange(carried.sure, carried.most, unit);
  return `${words[answer]}: ${carries}${trigger?.fired === true ? ', trigger fired' : ''}`;
}

function answerLines(plan: CapacityPlan, findings: readonly Finding[]): string[] {
  const { cheapest, comfortable } = plan;
  if (cheapest === null)
    return ['No level of the document carries that: at every one something is beyond what is stated.'];
  const same = comfortable?.level === cheapest.level;
  return [
    same
      ? `Level ${cheapest.level} is the cheapest that carries it, with the room that the document's rule asks for: ${priceOf(cheapest)}.`
      : `Level ${cheapest.level} is the cheapest that is nowhere beyond: ${priceOf(cheapest)}. ${short(cheapest)}`,
    ...(same ? [] : [roomLine(comfortable)]),
    dueLine(plan, comfortable ?? cheapest),
    ...doubtLines([cheapest, ...(same || comfortable === null ? [] : [comfortable])], findings),
  ];
}

function priceOf({ total, inrPerUser }: LevelAnswer): string {
  return `${figureOf(total)}${inrPerUser === null ? '' : `, ${formatInr(inrPerUser)} a user`}`;
}

function short({ requirements }: LevelAnswer): string {
  const open = requirements.filter(({ answer }) => answer !== 'within');
  return `${open.map(({ what, answer }) => `${names[what]} ${words[answer]}`).join(', ')}.`;
}

function roomLine(comfortable: LevelAnswer | null): string {
  return comfortable === null
    ? 'No level carries it with the room that the document’s rule asks for.'
    : `Level ${comfortable.level} is the cheapest with the room that the document's rule asks for: ${priceOf(comfortable)}.`;
}

function dueLine({ growthPerMonth, levels }: CapacityPlan, { level, due }: LevelAnswer): string {
  const growth = `${formatValue(growthPerMonth, 'ratio')} growth a month`;
  const last = level === levels.at(-1)?.level;
  const next = last
    ? `Level ${level}, which no level follows, is outgrown`
    : `the level after Level ${level} is due`;
  if (due === null) return `At ${growth} Level ${level} is never outgrown.`;
  if (due.months === 0) return `${next.replace(/^t/, 'T')} already, for ${names[due.what]}.`;
  const months = Math.floor(due.months);
  const when = months === 0 ? 'within a month' : `in ${months} ${months === 1 ? 'month' : 'months'}`;
  return `At ${growth} ${next} ${when}, for ${names[due.what]}.`;
}

/** Checks that question what a level costs or carries; the others speak of when to leave it or what it promises. */
const doubting = new Set([
  'level-sums',
  'price-tags',
  'phase-levels',
  'dominated',
  'same-machine',
  'storage',
]);

/** Errors of the audit that touch a figure which the answer rests on. */
function doubtLines(chosen: readonly LevelAnswer[], findings: readonly Finding[]): string[] {
  const rests = new Set(
    chosen.flatMap(({ total, requirements }) => [
      total.id,
      ...requirements.flatMap(({ claims }) => claims.map(({ id }) => id)),
    ]),
  );
  const doubts = findings.filter(
    ({ check, severity, cites }) =>
      doubting.has(check) && severity === 'error' && cites.some(({ claimId }) => rests.has(claimId)),
  );
  if (doubts.length === 0) return [];
  return [
    '',
    'The document contradicts itself in figures that this rests on (capacity audit):',
    ...doubts.map(({ title }) => `  - ${title}`),
  ];
}
