import { pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);

/** Checked when the account is unknown, so that an attacker cannot tell by the time taken. No password matches it. */
const nobody = `pbkdf2_sha256$1000000$nobody$${Buffer.alloc(32).toString('base64')}`;
/** A stored hash that asked for more would stop the service. */
const mostIterations = 5_000_000;

/**
 * Whether `password` is the one behind `stored`, in the form `pbkdf2_sha256$iterations$salt$base64` as Django keeps it.
 * Takes a quarter of a second of one core at a million iterations, in libuv's threads: the event loop goes on meanwhile.
 */
export async function passwordMatches(password: string, stored: string | null): Promise<boolean> {
  const [algorithm, iterationText, salt, hash] = (stored ?? nobody).split('$');
  const iterations = Number(iterationText);
  if (algorithm !== 'pbkdf2_sha256' || !salt || !hash || !(iterations > 0) || iterations > mostIterations)
    return false;
  const wanted = Buffer.from(hash, 'base64');
  const found = await derive(password, salt, iterations, wanted.length, 'sha256');
  return timingSafeEqual(wanted, found) && stored !== null;
}
