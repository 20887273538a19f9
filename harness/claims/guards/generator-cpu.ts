import { formatValue } from '../../core/units.ts';
import { defineGuard } from '../define-guard.ts';

/** Share of one core; the generator must not be the bottleneck (METHOD.md s2). */
const MAX_RATIO = 0.7;

/** A generator at its limit offers less load than planned. */
export default defineGuard({
  id: 'generator-cpu',
  title: 'The generator was not the bottleneck',
  direction: 'flatters',
  evidence: ['generator'],
  bound: `at most ${formatValue(MAX_RATIO, 'ratio')} of a core`,
  likelyCause: 'More load than one generator process can offer on this host.',
  nextStep: 'Run fewer users, or the generator on a faster host.',
  check: (_spec, { generator: { cpuRatio, cpuMsPerRequest } }) => ({
    passed: cpuRatio <= MAX_RATIO,
    seen: `${formatValue(cpuRatio, 'ratio')} of a core (${Number(cpuMsPerRequest.toPrecision(2))} ms a request)`,
  }),
});
