import { defineGuard } from '../define-guard.ts';

/**
 * Milliseconds between planned and actual send: 1 % of the 500 ms that a response may take, and never under 5, which an
 * idle 2-core host stays below (METHOD.md s2).
 */
const P99_MS = 5;
const P50_MS = 2;

/** Late sends are load that was not there. */
export default defineGuard({
  id: 'schedule-slip',
  title: 'Requests were sent when they were due',
  direction: 'flatters',
  evidence: ['generator'],
  bound: `99 % within ${P99_MS} ms of their time, half within ${P50_MS} ms`,
  likelyCause: 'The generator did not get the CPU it needed, or the host was suspended.',
  nextStep: 'Give the generator a core of its own, or run fewer users.',
  check: (_spec, { generator: { slipP50Ms, slipP99Ms, slipMaxMs } }) => ({
    passed: slipP99Ms <= P99_MS && slipP50Ms <= P50_MS,
    seen: `late by ${round(slipP50Ms)} ms at the median, ${round(slipP99Ms)} ms at the 99th percentile, ${round(slipMaxMs)} ms at most`,
  }),
});

const round = (ms: number) => Number(ms.toFixed(1));
