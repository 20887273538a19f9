import type { Claim } from '../../../core/claim.ts';
import type { Finding } from '../../../core/finding.ts';
import { formatInr, groupDigits } from '../../../core/units.ts';
import { finding } from '../define-check.ts';
import { levelsText, listed, vmLabel } from '../machine.ts';
import type { LevelPlan, LevelVms, Plan } from '../plan.ts';
import { countOf, vmsOf } from '../statements.ts';
import { type Role, reachable, singlePoints, topologyOf } from '../topology.ts';

/** The level's promises of high availability. Zero downtime is promised of new versions only, which lose no VM. */
export function promisedAvailability(level: LevelPlan): Claim[] {
  return level.promises.filter(({ params }) => params.promise === 'high-availability');
}

/** A level that promises high availability, with every VM that it cannot lose; null where it can lose any one. */
export function singlePointsOf(level: LevelPlan, plan: Plan): Finding | null {
  const topology = topologyOf(level);
  const single = singlePoints(topology);
  if (single.length === 0) return null;
  const whole = reachable(topology).length;
  const replica = single.some(({ name }) => name === 'db') ? vmsOf(level, 'replica') : null;
  const spare = spareOf(level);
  const before = plan.levels.find((one) => one.level === level.level - 1);
  return finding('availability', {
    about: `l${level.level}`,
    severity: 'error',
    title: `Level ${level.level} promises high availability, and the loss of any one of ${groupDigits(single.length)} VMs stops a service`,
    arithmetic: [
      `the loss of any one of these ${groupDigits(single.length)} of the level's ${groupDigits(topology.vms.length)} VMs stops a service:`,
      ...single.map(({ name, lost }) => `without the ${vmLabel[name]} VM (1): ${without(lost, whole)}`),
      ...(replica === null
        ? []
        : [
            `read replicas: ${groupDigits(replica.count)}, for reads only; the document names nothing that makes one the primary`,
          ]),
      ...spare.map((vms) => spareText(vms, level, plan)),
    ],
    means: `${before === undefined ? '' : `The level costs ${formatInr(level.total.bound - before.total.bound)} a month more than the one before. `}When one of these machines fails or is restarted, what it does stops until it is back. ${wanted(
      single.map(({ name }) => name),
      replica,
    )} would have to be added; the price of the level includes none of it.`,
    claims: [
      ...promisedAvailability(level),
      ...single.flatMap(({ name }) => vmsOf(level, name) ?? []).map(countOf),
      ...(replica === null ? [] : [countOf(replica)]),
      ...spare.map(countOf),
      ...(before === undefined ? [] : [level.total, before.total]),
    ],
  });
}

function without(lost: readonly Role[], whole: number): string {
  return lost.length === whole ? 'no service at all' : lost.map((role) => `no ${role}`).join(', ');
}

/** VMs that have no second either, and that no service is lost with. */
function spareOf(level: LevelPlan): LevelVms[] {
  return level.vms.filter(({ name, count }) => count === 1 && (name === 'cdn' || name === 'monitoring'));
}

function spareText({ name }: LevelVms, { level }: LevelPlan, plan: Plan): string {
  if (name === 'monitoring') return 'without the monitoring VM (1): nothing stops for users';
  const others = plan.levels.filter((one) => vmsOf(one, 'cdn') === null).map((one) => one.level);
  const elsewhere =
    others.length === 0
      ? ''
      : ` ${levelsText(others)} deliver${others.length === 1 ? 's' : ''} them without such a VM;`;
  return `without the CDN VM (1): the static files that it delivers;${elsewhere} whether the application VMs of Level ${level} take over is not said`;
}

/** What the level lacks: a second of each, and a way to make a replica the primary. */
function wanted(names: readonly LevelVms['name'][], replica: LevelVms | null): string {
  const second = [...new Set(names)].filter((name) => replica === null || name !== 'db');
  const machines =
    second.length === 0
      ? []
      : [`a second ${listed(second.map((name) => vmLabel[name]))} VM with something that switches over`];
  const promotion = replica === null ? [] : ['something that makes a read replica the primary'];
  const text = [...machines, ...promotion].join(', and ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
