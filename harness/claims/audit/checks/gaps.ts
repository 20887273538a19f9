import type { Claim } from '../../../core/claim.ts';
import type { Unit } from '../../../core/units.ts';
import { formatInr, formatValue, groupDigits } from '../../../core/units.ts';
import { defineCheck, finding } from '../define-check.ts';
import { grouped } from '../grouped.ts';
import { listed } from '../machine.ts';
import type { Plan } from '../plan.ts';
import { addSpans, type Span, spanOf, spanText } from '../span.ts';

/** A level or a phase, with how many it is stated for and what it costs. */
interface Stage {
  kind: 'level' | 'phase';
  name: string;
  carries: Span;
  /** Claims of both ends. */
  claims: Claim[];
  price: Claim;
}

/** Numbers between two stages, both included, that neither is stated for. */
interface Gap {
  unit: Unit;
  low: number;
  high: number;
  below: Stage;
  above: Stage;
}

/** Numbers of users and customers for which neither a level nor, apart from the levels, a phase is stated. */
export default defineCheck({
  id: 'gaps',
  title: 'Ranges of users and customers: whether one level, or phase, begins where the one before ends',
  run(plan) {
    const rows = rowsOf(plan);
    const gaps = rows.flatMap(({ unit, stages }) => gapsIn(stages, unit));
    const compared = rows.reduce((sum, { stages }) => sum + stages.length - 1, 0);
    if (gaps.length === 0) return { compared, findings: [] };
    const steps = stepsOf(gaps);
    return {
      compared,
      findings: [
        finding('gaps', {
          about: 'unstated',
          severity: 'note',
          title: `There is ${titleOf(gaps)}`,
          arithmetic: [...gaps.map(rangeLine), ...steps.map(([gap]) => priceLine(gap))],
          means: `${steps.map(boughtText).join('. ')}. Or the smaller one carries more than is said; only a measurement tells.`,
          claims: gaps.flatMap(({ below, above }) => [
            ...below.claims,
            ...above.claims,
            below.price,
            above.price,
          ]),
        }),
      ],
    };
  },
});

/** What goes by ranges. The customers of a level are one figure each, so that none of them begins anywhere. */
function rowsOf({ levels, phases }: Plan): { unit: Unit; stages: Stage[] }[] {
  const ofPhases = (what: 'users' | 'customers') =>
    phases.map((phase) => ({
      kind: 'phase' as const,
      name: `Phase ${phase.phase}`,
      carries: spanOf(phase[what]),
      claims: [phase[what]],
      price: phase.total,
    }));
  return [
    {
      unit: 'users',
      stages: levels.map(({ level, users: { low, high }, total }) => ({
        kind: 'level' as const,
        name: `Level ${level}`,
        carries: { low: low.bound, high: high.bound },
        claims: [low, high],
        price: total,
      })),
    },
    { unit: 'users', stages: ofPhases('users') },
    { unit: 'customers', stages: ofPhases('customers') },
  ];
}

/** Whole numbers that are above all stages before one and below it. */
function gapsIn(stages: readonly Stage[], unit: Unit): Gap[] {
  return stages.flatMap((above, index) => {
    const before = stages.slice(0, index);
    const below = before.reduce<Stage | null>(
      (most, one) => (most === null || one.carries.high > most.carries.high ? one : most),
      null,
    );
    if (below === null) return [];
    const [low, high] = [Math.floor(below.carries.high) + 1, Math.ceil(above.carries.low) - 1];
    return low > high ? [] : [{ unit, low, high, below, above }];
  });
}

const numbers = ({ low, high, unit }: Gap) =>
  low === high ? formatValue(low, unit) : `${groupDigits(low)} to ${formatValue(high, unit)}`;

/** `no level for 301 to 499 users and no phase for 201 to 499 users`. */
function titleOf(gaps: readonly Gap[]): string {
  const kinds = grouped(gaps, ({ below }) => below.kind);
  return listed([...kinds].map(([kind, own]) => `no ${kind} for ${listed(own.map(numbers), 'or')}`));
}

/** Gaps between the same two stages: one purchase. */
function stepsOf(gaps: readonly Gap[]): [Gap, ...Gap[]][] {
  const steps = grouped(gaps, ({ below, above }) => `${below.name} ${above.name}`);
  return [...steps.values()] as [Gap, ...Gap[]][];
}

function rangeLine(gap: Gap): string {
  const { below, above, unit } = gap;
  const show = (value: number) => formatValue(value, unit);
  return `${below.name} ends at ${show(below.carries.high)}, ${above.name} begins at ${show(above.carries.low)}: nothing for ${numbers(gap)}`;
}

/** What the larger of the two costs more: the nearest ends of the prices, and the farthest. */
function more({ below, above }: Gap): Span {
  const { low, high } = spanOf(below.price);
  return addSpans([spanOf(above.price), { low: -high, high: -low }]);
}

function priceLine(gap: Gap): string {
  const [less, dear] = [spanOf(gap.below.price), spanOf(gap.above.price)];
  const { low, high } = more(gap);
  const minus = (a: number, b: number, result: number) =>
    `${formatInr(a)} − ${formatInr(b)} = ${formatInr(result)}`;
  const first = minus(dear.low, less.high, low);
  const ends = low === high ? first : `${first} to ${minus(dear.high, less.low, high)}`;
  return `${gap.above.name} instead of ${gap.below.name}: ${ends} a month more`;
}

function boughtText(step: readonly [Gap, ...Gap[]]): string {
  const [gap] = step;
  return `With ${listed(step.map(numbers), 'or')}, ${gap.above.name} has to be bought, ${spanText(more(gap), formatInr)} a month more than ${gap.below.name}`;
}
