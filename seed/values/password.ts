import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { stream } from '../random.ts';

/** As Django 5.2 does by default, so that a log-in here costs what one costs there. */
const passwordIterations = 1_000_000;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * `pbkdf2_sha256$iterations$salt$base64` of the password, the same for the same seed.
 * All seeded staff share one salt: checking costs the same, but seeding a thousand accounts would take minutes if each
 * were hashed by itself. The accounts are made up, so there is nothing that a salt of its own would protect.
 */
export async function passwordHash(
  password: string,
  seed: number,
  iterations = passwordIterations,
): Promise<string> {
  const draw = stream(seed, 'password-salt')(0);
  const salt = Array.from({ length: 22 }, () => draw.pick([...letters])).join('');
  const key = await promisify(pbkdf2)(password, salt, iterations, 32, 'sha256');
  return `pbkdf2_sha256$${iterations}$${salt}$${key.toString('base64')}`;
}
