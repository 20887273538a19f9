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
  added: 'add a VM',
  beyond: 'beyond',
};

/** The plan for people, a line each: every level, the cheapest, when it is outgrown, and what casts doubt on the answer. */
export function planLines(plan: CapacityPlan, findings: readonly Finding[]): string[] {
  const asked = plan.levels[0]?.requirements ?? [];
  const what = asked
    .map(({ demand, unit, what: id }) => `${prefix(id)}${formatValue(demand, unit)}`)
    .join(', ');
  return [
    `Asked for: ${what}.`,
    'By the figures of the document alone: nothing here is measured (capacity verify does that).',
    '',
    ...levelTable(plan, asked),
    '',
    ...legend(plan),
    '',
    ...answerLines(plan, findings),
  ];
}

function prefix(what: Requirement['what']): string {
  if (what === 'databaseBytes') return 'a database of ';
  return what === 'whatsappPerDay' ? 'WhatsApp ' : '';
}

function levelTable({ levels }: CapacityPlan, asked: readonly Requirement[]): string[] {
  const head = ['level', 'price', 'a user', ...asked.map(({ what }) => names[what]), 'in all'];
  const rows = levels.map((level) => [
    String(level.level),
    priceText(level),
    perUserText(level),
    ...level.requirements.map(cellOf),
    words[level.answer],
  ]);
  return textTable([head, ...rows]);
}

/** `tight: 150 to 200 users, trigger fired`. */
function cellOf({ answer, carried, unit, trigger, claims }: Requirement): string {
  const carries =
    claims.length === 0
      ? 'nothing for it'
      : carried.sure === carried.most
        ? formatValue(carried.most, unit)
        : formatRange(carried.sure, carried.most, unit);
  return `${words[answer]}: ${carries}${trigger?.fired === true ? ', trigger fired' : ''}`;
}

function legend({ rule, levels }: CapacityPlan): string[] {
  const used = new Set(levels.flatMap(({ requirements }) => requirements.map(({ answer }) => answer)));
  const share = formatValue(rule.bound, 'ratio');
  const meaning: Record<Answer, string> = {
    within: `under ${share} of what is stated for certain (the lower end): ${share} is when the document says to scale`,
    tight: "that is reached, or the level's own trigger has fired, but not more than the upper end",
    unsaid:
      'more than is stated for certain; what more it carries (several VMs together, or which option its VM is) is not',
    added: 'the level does not carry it; a VM that the document sells for it does, and is in the price',
    beyond: 'more than is stated, and no VM is sold for it',
  };
  return (Object.keys(meaning) as Answer[])
    .filter((answer) => used.has(answer))
    .map((answer) => `${words[answer].padEnd(9)} ${meaning[answer]}`);
}

function answerLines(plan: CapacityPlan, findings: readonly Finding[]): string[] {
  const { cheapest, comfortable } = plan;
  if (cheapest === null)
    return ['No level of the document carries that: at every one something is beyond what is stated.'];
  const same = comfortable?.level === cheapest.level;
  return [
    same
      ? `Level ${cheapest.level} is the cheapest that carries it, with the room that the document's rule asks for: ${costOf(cheapest)}.`
      : `Level ${cheapest.level} is the cheapest that is nowhere beyond: ${costOf(cheapest)}. ${openPoints(cheapest)}`,
    ...addedLines(cheapest),
    ...(same ? [] : [roomLine(comfortable), ...(comfortable === null ? [] : addedLines(comfortable))]),
    ...[cheapest, ...(same || comfortable === null ? [] : [comfortable])].map((level) =>
      dueLine(plan, level),
    ),
    ...doubtLines([cheapest, ...(same || comfortable === null ? [] : [comfortable])], findings),
  ];
}

function priceText({ inrPerMonth: { least, most } }: LevelAnswer): string {
  return least === most ? formatValue(most, 'inr-per-month') : formatRange(least, most, 'inr-per-month');
}

function perUserText({ inrPerMonth: { least, most }, requirements }: LevelAnswer): string {
  const users = requirements.find(({ what }) => what === 'users')?.demand ?? 0;
  if (users === 0) return '-';
  return least === most
    ? formatInr(most / users)
    : `${formatInr(least / users)} to ${formatInr(most / users)}`;
}

function costOf(level: LevelAnswer): string {
  const each = perUserText(level);
  return `${priceText(level)}${each === '-' ? '' : `, ${each} a user`}`;
}

function openPoints({ requirements }: LevelAnswer): string {
  const open = requirements.filter(({ roomy }) => !roomy);
  return open.length === 0 ? '' : `Without that room: ${open.map(({ what }) => names[what]).join(', ')}.`;
}

function addedLines({ level, requirements }: LevelAnswer): string[] {
  return requirements.flatMap(({ what, added }) =>
    added === null
      ? []
      : [
          `  with a VM for ${names[what]} beside Level ${level}: ${figureOf(added.limit)}, ${figureOf(added.price)} (${added.price.section})`,
        ],
  );
}

function roomLine(comfortable: LevelAnswer | null): string {
  return comfortable === null
    ? "No level carries it with the room that the document's rule asks for."
    : `Level ${comfortable.level} is the cheapest with the room that the document's rule asks for: ${costOf(comfortable)}.`;
}

/** When the level is outgrown, and what then: the next level that carries more of it, not merely the next one. */
function dueLine({ growthPerMonth, levels }: CapacityPlan, level: LevelAnswer): string {
  const growth = `At ${formatValue(growthPerMonth, 'ratio')} growth a month`;
  const { due } = level;
  if (due === null) return `${growth} Level ${level.level} is never outgrown.`;
  const most = (one: LevelAnswer) =>
    one.requirements.find(({ what }) => what === due.what)?.carried.most ?? 0;
  const next = levels.find((one) => one.level > level.level && most(one) > most(level));
  const then =
    next === undefined
      ? `no later level carries more of it`
      : `Level ${next.level} is the next that carries more of it`;
  return `${growth} Level ${level.level} is outgrown ${when(due)}, for ${names[due.what]}; ${then}.`;
}

/** `in 15 months`; `already by the lower end of what is stated, in 9 months by the upper`. */
function when({ soonest, latest }: { soonest: number; latest: number }): string {
  const [from, to] = [spell(soonest), spell(latest)];
  return from === to ? from : `${from} by the lower end of what is stated, ${to} by the upper`;
}

function spell(months: number): string {
  if (months === 0) return 'already';
  const whole = Math.floor(months);
  if (whole === 0) return 'within a month';
  return `in ${whole} ${whole === 1 ? 'month' : 'months'}`;
}

/** Checks that question what a level costs or carries, or when to leave it; the others speak of what it promises. */
const doubting = new Set([
  'level-sums',
  'price-tags',
  'phase-levels',
  'dominated',
  'same-machine',
  'storage',
  'tree-text',
  'whatsapp',
]);

/** Errors and warnings of the audit that touch a figure which the answer rests on. */
function doubtLines(chosen: readonly LevelAnswer[], findings: readonly Finding[]): string[] {
  const rests = new Set(
    chosen.flatMap(({ total, requirements }) => [
      total.id,
      ...requirements
        .filter(({ demand }) => demand > 0)
        .flatMap(({ claims, trigger }) =>
          [...claims, ...(trigger ? [trigger.claim] : [])].map(({ id }) => id),
        ),
    ]),
  );
  const doubts = findings.filter(
    ({ check, severity, cites }) =>
      doubting.has(check) && severity !== 'note' && cites.some(({ claimId }) => rests.has(claimId)),
  );
  if (doubts.length === 0) return [];
  return [
    '',
    'The audit has findings on figures that this rests on (capacity audit <finding>):',
    ...doubts.map(({ title, id }) => `  - ${title} (${id})`),
  ];
}
