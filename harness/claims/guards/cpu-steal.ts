import { formatValue } from '../../core/units.ts';
import { defineGuard } from '../define-guard.ts';

/** Share of CPU time that the hypervisor gave to others: mean, and worst ten seconds (METHOD.md s2). */
const MEAN_RATIO = 0.01;
const WORST_10S_RATIO = 0.05;

/** Time stolen from the host slows everything on it; it can only make the result worse. */
export default defineGuard({
  id: 'cpu-steal',
  title: 'The host kept its CPU to itself',
  direction: 'hurts',
  evidence: ['host'],
  bound: `steal at most ${formatValue(MEAN_RATIO, 'ratio')} on average, ${formatValue(WORST_10S_RATIO, 'ratio')} in any ten seconds`,
  likelyCause: 'Neighbours on the same physical machine.',
  nextStep: 'Run at another time, or on a host with cores of its own.',
  check: (_spec, { host: { stealRatio, stealWorst10s } }) => ({
    passed: stealRatio <= MEAN_RATIO && stealWorst10s <= WORST_10S_RATIO,
    seen: `${formatValue(stealRatio, 'ratio')} on average, ${formatValue(stealWorst10s, 'ratio')} in the worst ten seconds`,
  }),
});
