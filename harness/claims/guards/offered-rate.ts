import { defineGuard } from '../define-guard.ts';

/** Share of the expected requests that may be missing whatever chance says: the law check of METHOD.md s2. */
const LEEWAY = 0.02;
/** Standard deviations of the expected number; beyond 3 it is not chance. */
const DEVIATIONS = 3;
/** However uncertain the expectation, no more than this share may be missing: else a wide sd would excuse any loss. */
const MOST_LEEWAY = 0.25;

/**
 * The window holds the requests that its users should have sent at the response times they met. Too few is load that
 * was not there; too many flatters nothing, but is said.
 */
export default defineGuard({
  id: 'offered-rate',
  title: 'The users asked as much as they should',
  direction: 'flatters',
  evidence: ['samples'],
  bound: `not below the expected number by more than ${LEEWAY * 100} % or ${DEVIATIONS} standard deviations`,
  likelyCause: 'Users were lost, paused too long, or waited for the generator.',
  nextStep: 'Look at the requests per second of the run for the moment at which they fell.',
  check(_spec, { samples: { requests, expectedRequests: expected, expectedRequestsSd: sd } }) {
    const leeway = Math.min(Math.max(LEEWAY * expected, DEVIATIONS * sd), MOST_LEEWAY * expected);
    const above = requests > expected + leeway ? ', more than chance explains (which flatters nothing)' : '';
    return {
      passed: expected > 0 && requests >= expected - leeway,
      seen: `${requests} requests, ${Math.round(expected)} +- ${Math.round(leeway)} expected${above}`,
    };
  },
});
