import { defineGuard } from '../define-guard.ts';

/** Milliseconds; a generator that stalls longer reads responses late and sends late. Judgement (METHOD.md s2). */
const P99_MS = 10;

/** A stalled generator offers less load than it says. */
export default defineGuard({
  id: 'event-loop-delay',
  title: 'The generator did not stall',
  direction: 'flatters',
  evidence: ['generator'],
  bound: `event-loop delay at most ${P99_MS} ms at the 99th percentile`,
  likelyCause: 'The generator shared its core with something busy, or collected much garbage.',
  nextStep: 'Give the generator a core of its own, or run fewer users.',
  check: (_spec, { generator: { loopDelayP99Ms } }) => ({
    passed: loopDelayP99Ms <= P99_MS,
    seen: `${Number(loopDelayP99Ms.toFixed(1))} ms`,
  }),
});
