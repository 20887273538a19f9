import { defineGuard } from '../define-guard.ts';

/** Milliseconds between wall clock and monotonic clock; evidence of several sources is joined by the wall clock. */
const MAX_MS = 50;

/** A clock that jumps moves requests and readings into or out of the window. */
export default defineGuard({
  id: 'clock-jump',
  title: 'The clock did not jump',
  direction: 'flatters',
  evidence: ['generator'],
  bound: `wall clock within ${MAX_MS} ms of the monotonic clock`,
  likelyCause: 'The clock was set, or the host was suspended.',
  nextStep: 'Run again with the clock in step.',
  check: (_spec, { generator: { clockJumpMs } }) => ({
    passed: clockJumpMs <= MAX_MS,
    seen: `${Math.round(clockJumpMs)} ms`,
  }),
});
