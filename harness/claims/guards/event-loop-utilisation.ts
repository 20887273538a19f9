import { formatValue } from '../../core/units.ts';
import { defineGuard } from '../define-guard.ts';

/** Share of the time that the generator's event loop was busy; above it, sockets wait for service (METHOD.md s2). */
const MAX_RATIO = 0.6;

/** A busy generator serves its sockets late. */
export default defineGuard({
  id: 'event-loop-utilisation',
  title: 'The generator had time to spare',
  direction: 'flatters',
  evidence: ['generator'],
  bound: `event loop busy at most ${formatValue(MAX_RATIO, 'ratio')} of the time`,
  likelyCause: 'More load than one generator process can offer on this host.',
  nextStep: 'Run fewer users, or the generator on a faster host.',
  check: (_spec, { generator: { loopUtilisation } }) => ({
    passed: loopUtilisation <= MAX_RATIO,
    seen: formatValue(loopUtilisation, 'ratio'),
  }),
});
