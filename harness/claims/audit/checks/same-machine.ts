import type { Claim } from '../../../core/claim.ts';
import type { Finding } from '../../../core/finding.ts';
import { formatInr, formatValue, groupDigits } from '../../../core/units.ts';
import type { VmName } from '../../vocabulary.ts';
import { defineCheck, finding } from '../define-check.ts';
import { diskClaims, listed, pricePerVm, sameSize, sizeClaims, sizeText, vmLabel } from '../machine.ts';
import { claimsOf, type LevelPlan, type LevelVms } from '../plan.ts';

/** VMs for something that the smaller level does not do at all: they take no work off its machine. */
const newWork: readonly VmName[] = ['waha', 'telephony'];

/** Levels whose text names its services as those of the level before and what it adds: read in the document, no claim states it. */
const servicesNamed: readonly number[] = [2];

/** Levels that give more on the machines of the level before, and how many users one application VM is given. */
export default defineCheck({
  id: 'same-machine',
  title: 'The same machine with more users or a larger database; users for each application VM',
  run({ claims, levels }) {
    const steps = levels.flatMap((after, index) => {
      const before = levels[index - 1];
      return before === undefined ? [] : [{ before, after }];
    });
    return {
      compared: steps.length + levels.length,
      findings: [
        ...steps.flatMap(({ before, after }) => moreFromTheSame(claims, before, after)),
        ...usersPerVm(levels),
      ],
    };
  },
});

function moreFromTheSame(claims: readonly Claim[], before: LevelPlan, after: LevelPlan): Finding[] {
  const added = after.vms.filter(({ name }) => !before.vms.some((one) => one.name === name));
  const kept = before.vms.every((vms) => after.vms.some((one) => unchanged(vms, one)));
  if (!kept || added.some(({ name }) => !newWork.includes(name))) return [];
  const range = ({ users }: LevelPlan) =>
    `${groupDigits(users.low.bound)} to ${formatValue(users.high.bound, 'users')}`;
  const moreUsers =
    after.users.high.bound > before.users.high.bound || after.users.low.bound > before.users.low.bound;
  const moreData = after.database.bound > before.database.bound;
  if (!moreUsers && !moreData) return [];
  const [first, second] = [`Level ${before.level}`, `Level ${after.level}`];
  const bytes = (level: LevelPlan) => formatValue(level.database.bound, 'bytes');
  const step = after.total.bound - before.total.bound;
  const cpu = claimsOf(claims, 'cpu', { level: before.level });
  return [
    finding('same-machine', {
      about: `l${after.level}`,
      severity: 'error',
      title: `${second} runs on the machine of ${first} and is given ${listed([...(moreUsers ? ['more users'] : []), ...(moreData ? ['a larger database'] : [])])}`,
      arithmetic: [
        `both: ${before.vms.map(vmText).join(', ')}`,
        `added in ${second}: ${listed(added.map(({ name }) => `${vmLabel[name]} VM`)) || 'nothing'}, which takes no work off ${first}'s machine`,
        ...(servicesNamed.includes(after.level)
          ? [
              `${second} lists the services of ${first}${added.map(({ name }) => ` and ${vmLabel[name]}`).join('')}, and nothing else`,
            ]
          : []),
        ...(moreUsers ? [`users: ${range(before)} in ${first}, ${range(after)} in ${second}`] : []),
        ...(moreData
          ? [`database: up to ${bytes(before)} in ${first}, up to ${bytes(after)} in ${second}`]
          : []),
        `${formatInr(after.total.bound)} − ${formatInr(before.total.bound)} = ${formatInr(step)} a month for the step`,
        ...cpu.map(
          ({ bound, unit }) =>
            `${first} is to be left once its CPU is over ${formatValue(bound, unit)}: the step leads to the same application VM`,
        ),
      ],
      means: `One machine cannot have two limits. If the larger holds, ${first} need not be left that early; if the smaller does, the ${formatInr(step)} a month buy no room at all for users or data.${cpu.length === 0 ? '' : ` A step that ${first}'s CPU calls for cannot lower it.`}`,
      claims: [
        before.users.low,
        before.users.high,
        after.users.low,
        after.users.high,
        ...(moreData ? [before.database, after.database] : []),
        before.total,
        after.total,
        ...cpu,
        ...[...before.vms, ...after.vms.filter((vms) => !added.includes(vms))].flatMap((vms) => [
          ...sizeClaims(vms),
          ...diskClaims(vms),
        ]),
      ],
    }),
  ];
}

/** As many VMs of the same size; a disk that one level does not state is not held against it. */
function unchanged(a: LevelVms, b: LevelVms): boolean {
  const disks = a.disk === null || b.disk === null || a.disk.bound === b.disk.bound;
  return a.name === b.name && a.count === b.count && sameSize(a, b) && disks;
}

function vmText(vms: LevelVms): string {
  const disk = vms.disk === null ? '' : `, ${formatValue(vms.disk.bound, 'bytes')} of disk`;
  return `${vms.count} × ${vmLabel[vms.name]} VM of ${sizeText(vms)}${disk}`;
}

/** Users at most for one application VM, from the first level on whose application VM has nothing else to do. */
function usersPerVm(levels: readonly LevelPlan[]): Finding[] {
  const alone = levels.flatMap((level) => {
    const app = level.vms.find(({ name }) => name === 'app');
    const moved = (['db', 'redis'] as const).every((name) => level.vms.some((vms) => vms.name === name));
    return app !== undefined && moved ? [{ level, app, each: level.users.high.bound / app.count }] : [];
  });
  const [base] = alone;
  if (base === undefined) return [];
  const more = alone.filter(({ app, each }) => sameSize(app, base.app) && each > base.each);
  const worst = more.at(-1);
  if (worst === undefined) return [];
  const needed = Math.ceil(worst.level.users.high.bound / base.each);
  const price = pricePerVm(worst.app);
  const missing = (needed - worst.app.count) * price;
  return [
    finding('same-machine', {
      about: 'users-per-vm',
      severity: 'warning',
      title: `The same application VM carries ${groupDigits(base.each)} users in Level ${base.level.level} and ${groupDigits(Math.round(worst.each))} in Level ${worst.level.level}`,
      arithmetic: [
        ...[base, ...more].map(
          ({ level, app, each }) =>
            `Level ${level.level}: ${formatValue(level.users.high.bound, 'users')} ÷ ${app.count} application VM${app.count === 1 ? '' : 's'} of ${sizeText(app)} = ${groupDigits(Math.round(each))} each`,
        ),
        `at ${groupDigits(base.each)} each, ${formatValue(worst.level.users.high.bound, 'users')} need ${needed} VMs: ${needed - worst.app.count} more × ${formatInr(price)} = ${formatInr(missing)} a month`,
      ],
      means: `In all of these levels database and cache have VMs of their own; at most a load balancer or a CDN VM takes something off the application VM. If Level ${base.level.level} is right, the upper end of Level ${worst.level.level} needs ${formatInr(missing)} a month more for application VMs.`,
      claims: [base, ...more].flatMap(({ level, app }) => [
        level.users.high,
        ...(app.countClaim === null ? [] : [app.countClaim]),
        ...sizeClaims(app),
        app.price,
      ]),
    }),
  ];
}
