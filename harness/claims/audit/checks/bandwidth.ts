import { formatValue, groupDigits } from '../../../core/units.ts';
import type { AssumptionId } from '../assumptions.ts';
import { defineCheck, finding } from '../define-check.ts';
import { onlyClaim } from '../plan.ts';
import { countOf, groupTrigger, vmsOf } from '../statements.ts';
import { exactly, gigabytes, upperEnd } from '../written.ts';

const SECONDS_PER_HOUR = 3600;
const KIB = 1024;
const assumes: readonly AssumptionId[] = [
  'actionSeconds',
  'requestsPerAction',
  'responseKilobytes',
  'busyHoursPerDay',
  'workingDaysPerMonth',
];

/** What the claimed users draw in a month against the bandwidth that the application VM is given. */
export default defineCheck({
  id: 'bandwidth',
  title: "A month's traffic of the claimed users against the bandwidth of the application VM",
  run(plan, assumed) {
    const allowance = onlyClaim(plan.claims, 'spec-bandwidth', { params: { of: 'app', grade: 'start' } });
    const trigger = groupTrigger(plan, 'bandwidth');
    const { actionSeconds, requestsPerAction, responseKilobytes, busyHoursPerDay, workingDaysPerMonth } =
      assumed;
    const kilobytesPerUser =
      (requestsPerAction / actionSeconds) *
      responseKilobytes *
      busyHoursPerDay *
      SECONDS_PER_HOUR *
      workingDaysPerMonth;
    const drawn = (users: number) => users * kilobytesPerUser * KIB;
    const [least, most] = [allowance.bound * trigger.bound, upperEnd(allowance) * trigger.bound];
    const over = plan.levels.filter(({ users }) => drawn(users.high.bound) > least);
    const { length } = plan.levels;
    if (over.length === 0) return { compared: length, findings: [] };
    const beyondAll = over.some(({ users }) => drawn(users.high.bound) > most);
    const balancers = over.flatMap((level) => vmsOf(level, 'balancer') ?? []).map(countOf);
    const factors = [responseKilobytes, busyHoursPerDay, SECONDS_PER_HOUR, workingDaysPerMonth]
      .map(exactly)
      .join(' × ');
    const reachedAt = (bytes: number) => groupDigits(Math.floor(bytes / drawn(1)) + 1);
    const shared = over.map((level) => {
      const count = vmsOf(level, 'app')?.count ?? 1;
      return `Level ${level.level}: shared by ${groupDigits(count)} application VMs ${gigabytes(drawn(level.users.high.bound) / count)} each`;
    });
    return {
      compared: length,
      findings: [
        finding('bandwidth', {
          about: 'app',
          severity: beyondAll ? 'warning' : 'note',
          title: `All traffic on one VM passes ${groupDigits(trigger.bound * 100)} % of the stated bandwidth from ${reachedAt(least)} users on at ${formatValue(allowance.bound, 'bytes')} a month${allowance.upTo === null ? '' : `, from ${reachedAt(most)} at ${formatValue(allowance.upTo, 'bytes')}`}`,
          arithmetic: [
            `one user: ${exactly(requestsPerAction)} / ${exactly(actionSeconds)} requests/s × ${factors} (kB, hours, seconds, days) = ${groupDigits(kilobytesPerUser)} kB a month; a kB is taken as 1,024 bytes, as a GB is as 1,024 × 1,024 kB`,
            ...plan.levels.map(
              ({ level, users }) =>
                `Level ${level}: ${groupDigits(users.high.bound)} users × ${groupDigits(kilobytesPerUser)} kB / 1,024 / 1,024 = ${gigabytes(drawn(users.high.bound))} a month`,
            ),
            `${groupDigits(trigger.bound * 100)} % of ${gigabytes(allowance.bound)} is ${gigabytes(least)}, passed from ${reachedAt(least)} users on; of ${gigabytes(upperEnd(allowance))} it is ${gigabytes(most)}, passed from ${reachedAt(most)} users on`,
            ...shared,
          ],
          means:
            'One VM passes the whole of it on: the load balancer, for which the document states no bandwidth, or the application VM where there is none. Ask what is included and what traffic beyond it costs before buying.',
          claims: [allowance, trigger, ...plan.levels.map(({ users }) => users.high), ...balancers],
          assumes,
        }),
      ],
    };
  },
});
