import type { Claim } from '../../../core/claim.ts';
import type { Finding } from '../../../core/finding.ts';
import { formatInr } from '../../../core/units.ts';
import { finding } from '../define-check.ts';
import { listed, vmLabel } from '../machine.ts';
import type { LevelPlan, Plan } from '../plan.ts';
import { countOf, vmsOf } from '../statements.ts';
import { reachable, singlePoints, topologyOf } from '../topology.ts';
import { plain } from '../written.ts';

/** What the level promises of staying up. */
export function promisedAvailability(level: LevelPlan): Claim[] {
  return level.promises.filter(({ params }) =>
    ['high-availability', 'zero-downtime'].includes(String(params.promise)),
  );
}

/** A level that promises to stay up, with every VM that it cannot lose; null where it can lose any one. */
export function singlePointsOf(level: LevelPlan, plan: Plan): Finding | null {
  const topology = topologyOf(level);
  const single = singlePoints(topology);
  const whole = reachable(topology);
  if (single.length === 0) return null;
  const promised = promisedAvailability(level);
  const words = promised.map(({ params }) => String(params.promise).replace('-', ' '));
  const replica = vmsOf(level, 'replica');
  const before = plan.levels.find((one) => one.level === level.level - 1);
  const dearer = before === undefined ? null : level.total.bound - before.total.bound;
  return finding('availability', {
    about: `l${level.level}`,
    severity: promised.some(({ params }) => params.promise === 'high-availability') ? 'error' : 'warning',
    title: `Level ${level.level} promises ${listed(words)}, and the loss of any one of ${plain(single.length)} VMs stops a service`,
    arithmetic: [
      `${plain(single.length)} of the level's ${plain(topology.vms.length)} VMs have no second:`,
      ...single.map(
        ({ name, lost }) =>
          `without the ${vmLabel[name]} VM (1): no ${lost.length === whole.length ? 'service at all' : listed(lost).replaceAll(' and ', ' and no ')}`,
      ),
      ...(replica !== null && single.some(({ name }) => name === 'db')
        ? [
            `${plain(replica.count)} read replica${replica.count === 1 ? '' : 's'}: ${replica.count === 1 ? 'it answers' : 'they answer'} reads; the document names nothing that makes one the primary`,
          ]
        : []),
    ],
    means: `${dearer === null ? '' : `The level costs ${formatInr(dearer)} a month more than the one before. `}One failed machine or one restart still stops the shops until somebody has mended it. A second ${listed([...new Set(single.map(({ name }) => `${vmLabel[name]} VM`))])} and something that switches over would have to be added to the price.`,
    claims: [
      ...promised,
      ...single.flatMap(({ name }) => vmsOf(level, name) ?? []).map(countOf),
      ...(replica === null ? [] : [countOf(replica)]),
      ...(before === undefined ? [] : [level.total, before.total]),
    ],
  });
}
