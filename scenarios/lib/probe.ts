import type { Traffic } from '../traffic.ts';
import { get, type Journey } from './request.ts';
import { startSession } from './session.ts';
import { createUser, type User } from './user.ts';

const THINK_MS = 1000;
/** Conjugate of the golden ratio: its multiples modulo 1 fill the interval evenly at every length. */
const GOLDEN = 0.618_033_988_75;

/**
 * One small request and a constant pause of a second, users evenly spread: the arithmetic of its rate is exact, so a
 * calibration of a few seconds can be held to it. Engines scale the pause to the rate they are to prove.
 */
export const probe = {
  id: 'probe',
  thinkMeanMs: THINK_MS,
  thinkScv: 0,
  personas: [{ id: 'probe', requestsPerAction: 1, requestsPerActionVariance: 0 }],
  personaOf: () => 'probe',
  open(identity) {
    const user = createUser(identity, () => THINK_MS);
    return startSession({
      user,
      *logIn() {},
      first: { journey: knock(user), actionsBehind: 0 },
      run: knock,
      firstPauseMs: THINK_MS * ((identity.number * GOLDEN) % 1),
    });
  },
} as const satisfies Traffic;

function* knock(user: User): Journey {
  yield get('/', '/', 'ok');
  yield user.pause();
}
