import type { Finding } from '../../core/finding.ts';
import { formatInr, formatValue } from '../../core/units.ts';
import { type Checked, finding } from './define-check.ts';
import { sameSize, sizeClaims, sizeText } from './machine.ts';
import type { LevelPlan, PhasePlan, Plan } from './plan.ts';
import { type Span, spanOf, spanText } from './span.ts';

/** The second phase doubles the VM of the first and names no size: what can be said of it nevertheless. */
export function doubledVm({ phases, levels }: Plan): Checked {
  const [first, second] = phases;
  const [one, two] = levels;
  if (first === undefined || second === undefined || one === undefined || two === undefined)
    return { compared: 0, findings: [] };
  return { compared: 2, findings: [...twiceForNothing(first, second, two), ...sameUsers(second, one, two)] };
}

/** What is left for the doubled VM once WhatsApp has a VM of its own, against what the VM costs before. */
function twiceForNothing(first: PhasePlan, second: PhasePlan, two: LevelPlan): Finding[] {
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
      title: 'Phase 2 has twice the VM of Phase 1 and leaves no more money for it',
      arithmetic: [
        `Phase 1, one VM: ${spanText(single, formatInr)}`,
        `Phase 2, twice that VM, and WhatsApp on it or on its own: ${spanText(whole, formatInr)}`,
        `a WhatsApp VM costs ${formatInr(waha.price.bound)} in Level 2; without it: ${minus(whole.low)}, ${minus(whole.high)}`,
      ],
      means: `The price of Phase 2 holds only if WhatsApp shares the VM. With a VM of its own, the doubled VM would have to cost ${spanText(left, formatInr)}, no more than the single one.`,
      claims: [first.total, second.total, waha.price],
    }),
  ];
}

/** The second level keeps the VM that the second phase doubles, and is to carry as many users. */
function sameUsers(second: PhasePlan, one: LevelPlan, two: LevelPlan): Finding[] {
  const app = two.vms.find(({ name }) => name === 'app');
  const before = one.vms.find(({ name }) => name === 'app');
  const users = spanOf(second.users);
  if (app === undefined || before === undefined || !sameSize(app, before)) return [];
  if (two.users.high.bound < users.high) return [];
  const show = (value: number) => formatValue(value, 'users');
  return [
    finding('phase-levels', {
      about: '2-size',
      severity: 'warning',
      title: `Phase 2 doubles the VM to reach ${show(users.high)}, Level 2 reaches them without`,
      arithmetic: [
        `Phase 2: VM resources × 2, ${spanText(users, show)}, ${spanText(spanOf(second.total), formatInr)}`,
        `Level 1: application VM of ${sizeText(before)}, up to ${show(one.users.high.bound)}`,
        `Level 2: application VM of ${sizeText(app)}, × 1, up to ${show(two.users.high.bound)}, ${formatInr(two.total.bound)}`,
      ],
      means:
        'Either the larger VM is not needed, or the users of Level 2 do not fit on its machine. Which one holds decides what is ordered; only a measurement tells.',
      claims: [
        second.users,
        second.total,
        one.users.high,
        two.users.high,
        two.total,
        ...sizeClaims(before),
        ...sizeClaims(app),
      ],
    }),
  ];
}
