import type { Claim } from '../../core/claim.ts';
import type { Finding } from '../../core/finding.ts';
import { formatInr, formatValue, groupDigits } from '../../core/units.ts';
import { type Checked, finding } from './define-check.ts';
import { sameSize, sizeClaims, sizeText } from './machine.ts';
import { claimsOf, type LevelPlan, type LevelVms, type PhasePlan, type Plan } from './plan.ts';
import { type Span, spanOf, spanText } from './span.ts';

/** The second phase enlarges the VM of the first and names no size: what can be said of it nevertheless. */
export function doubledVm(plan: Plan): Checked {
  const [first, second] = plan.phases;
  const [one, two] = plan.levels;
  const [upgrade] = claimsOf(plan.claims, 'requirement', { params: { of: 'phase-2-upgrade' } });
  const nothing = { compared: 0, findings: [] };
  if (first === undefined || second === undefined || one === undefined || two === undefined) return nothing;
  if (upgrade === undefined || upgrade.bound <= 1) return nothing;
  return {
    compared: 2,
    findings: [
      ...largerForNothing(first, second, two, upgrade),
      ...sameUsers(plan, { second, one, two, upgrade }),
    ],
  };
}

function timesText({ bound }: Claim): string {
  return bound === 2 ? 'twice' : `${groupDigits(bound)} times`;
}

/** What is left for the larger VM once WhatsApp has a VM of its own, against what the VM costs before. */
function largerForNothing(first: PhasePlan, second: PhasePlan, two: LevelPlan, upgrade: Claim): Finding[] {
  const waha = two.vms.find(({ name }) => name === 'waha');
  if (waha === undefined) return [];
  const single = spanOf(first.total);
  const whole = spanOf(second.total);
  const left: Span = { low: whole.low - waha.price.bound, high: whole.high - waha.price.bound };
  if (left.low > single.low || left.high > single.high) return [];
  const minus = (end: number) =>
    `${formatInr(end)} − ${formatInr(waha.price.bound)} = ${formatInr(end - waha.price.bound)}`;
  return [
    finding('phase-levels', {
      about: '2-price',
      severity: 'warning',
      title: `Phase 2 has ${timesText(upgrade)} the VM of Phase 1 and leaves no more money for it`,
      arithmetic: [
        `Phase 1, one VM: ${spanText(single, formatInr)}`,
        `Phase 2, ${timesText(upgrade)} that VM, and WhatsApp on it or on its own: ${spanText(whole, formatInr)}`,
        `a WhatsApp VM costs ${formatInr(waha.price.bound)} in Level 2; without it: ${minus(whole.low)}, ${minus(whole.high)}`,
      ],
      means: `The price of Phase 2 holds only if WhatsApp shares the VM. With a VM of its own, the larger VM would have to cost ${spanText(left, formatInr)}, no more than the single one.`,
      claims: [first.total, upgrade, second.total, waha.price],
    }),
  ];
}

/** The second level keeps the VM of the first and is to carry as many users as the second phase, which enlarges its own. */
function sameUsers(
  plan: Plan,
  { second, one, two, upgrade }: { second: PhasePlan; one: LevelPlan; two: LevelPlan; upgrade: Claim },
): Finding[] {
  const app = two.vms.find(({ name }) => name === 'app');
  const before = one.vms.find(({ name }) => name === 'app');
  const users = spanOf(second.users);
  if (app === undefined || before === undefined || !sameSize(app, before)) return [];
  if (two.users.high.bound < users.high) return [];
  const show = (value: number) => formatValue(value, 'users');
  const smaller = smallestFits(plan, app, upgrade);
  return [
    finding('phase-levels', {
      about: '2-size',
      // a contradiction only if the size that the phase leaves open is that of the level
      severity: 'note',
      title: `Phase 2 takes ${timesText(upgrade)} a VM of unstated size to reach ${show(users.high)}; if it is Level 1's, Level 2 reaches them without`,
      arithmetic: [
        `Phase 2: VM of Phase 1 × ${upgrade.bound}, ${spanText(users, show)}; Phase 1 states no size`,
        `if it is the VM of Level 1 (${sizeText(before)}): ${timesSize(before, upgrade)} in Phase 2, but ${sizeText(app)} in Level 2, which carries up to ${show(two.users.high.bound)}`,
        ...(smaller?.lines ?? []),
      ],
      means:
        'Which machine is to be ordered for that many users cannot be read from the document. Ask for the size of the VM of Phase 1; only a measurement tells what it carries.',
      claims: [
        upgrade,
        second.users,
        two.users.high,
        ...sizeClaims(before),
        ...sizeClaims(app),
        ...(smaller?.claims ?? []),
      ],
    }),
  ];
}

/** `2 × 4 = 8 vCPU and 2 × 8 GB = 16 GB`. */
function timesSize({ vCpu, memory }: Pick<LevelVms, 'vCpu' | 'memory'>, { bound: times }: Claim): string {
  return [vCpu, memory]
    .filter((claim) => claim !== null)
    .map(({ bound, unit }) => `${times} × ${formatValue(bound, unit)} = ${formatValue(times * bound, unit)}`)
    .join(' and ');
}

/** The smallest application VM of the section, where that many times its size is the level's VM: then nothing is contradicted. */
function smallestFits(
  plan: Plan,
  app: LevelVms,
  upgrade: Claim,
): { lines: string[]; claims: Claim[] } | null {
  const params = { of: 'app', grade: 'start' };
  const [vCpu] = claimsOf(plan.claims, 'spec-vcpu', { params });
  const [memory] = claimsOf(plan.claims, 'spec-memory', { params });
  if (vCpu === undefined || memory === undefined) return null;
  const alike = [
    [vCpu, app.vCpu],
    [memory, app.memory],
  ].every(([asked, has]) => (asked?.bound ?? 0) * upgrade.bound === has?.bound);
  if (!alike) return null;
  return {
    lines: [
      `if it is the smallest application VM of the Virtual Machines section: ${timesSize({ vCpu, memory }, upgrade)}, which is Level 2's VM, and nothing is contradicted`,
    ],
    claims: [vCpu, memory],
  };
}
