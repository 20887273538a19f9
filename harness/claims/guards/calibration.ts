import { formatValue } from '../../core/units.ts';
import { defineGuard } from '../define-guard.ts';

/** The engine must hold twice the planned rate (METHOD.md s2), less what a few seconds of trial leave to chance. */
const TIMES_PLAN = 2;
const LEEWAY = 0.05;
/** Milliseconds; the slip that is allowed in the run itself. */
const SLIP_P99_MS = 5;
/** Share of the run's own rate below which the trial was for another plan. */
const SAME_PLAN = 0.5;

/** An engine that cannot offer the load was not tested by offering it. */
export default defineGuard({
  id: 'calibration',
  title: 'The generator can do twice the load',
  direction: 'flatters',
  evidence: ['calibration'],
  bound: `${TIMES_PLAN} times the planned rate within ${LEEWAY * 100} %, 99 % of sends within ${SLIP_P99_MS} ms, no errors`,
  likelyCause: 'The host is too slow or too busy for the generator.',
  nextStep: 'Stop what else runs on the host, run fewer users, or use a faster host.',
  check({ users, workload }, { calibration }) {
    const { plannedRps, reachedRps, slipP99Ms, errors } = calibration;
    return {
      passed:
        reachedRps >= TIMES_PLAN * plannedRps * (1 - LEEWAY) &&
        plannedRps >= SAME_PLAN * users * workload.rpsPerUser &&
        slipP99Ms <= SLIP_P99_MS &&
        errors === 0,
      seen:
        `${formatValue(reachedRps, 'rps')} against ${formatValue(plannedRps, 'rps')} planned, ` +
        `late by ${Number(slipP99Ms.toFixed(1))} ms at the 99th percentile, ${errors} errors`,
    };
  },
});
