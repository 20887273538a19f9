import { defineGuard } from '../define-guard.ts';

/** Share of the planned window that must have been measured; it may end a tick early. */
const MIN_WINDOW = 0.99;

/** A sample that is missing may be the slow one. */
export default defineGuard({
  id: 'complete-samples',
  title: 'Every request of the window is on record',
  direction: 'flatters',
  evidence: ['samples'],
  bound: 'no sample lost, requests in each tenth of the window, window and timeout as planned',
  likelyCause: 'The load broke off, or the disk could not keep up.',
  nextStep: 'Run again; where it comes back, look at the disk.',
  check({ profile, requestTimeoutMs }, { samples }) {
    const windowS = (samples.windowToMs - samples.windowFromMs) / 1000;
    const empty = samples.batches.filter((batch) => batch.requests === 0).length;
    return {
      passed:
        samples.lostSamples === 0 &&
        empty === 0 &&
        windowS >= MIN_WINDOW * profile.windowS &&
        samples.timeoutMs === requestTimeoutMs,
      seen:
        `${samples.lostSamples} samples lost, ${empty} of 10 slices empty, ` +
        `${Math.round(windowS)} of ${profile.windowS} s, timeout ${samples.timeoutMs} ms`,
    };
  },
});
