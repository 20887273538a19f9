import { z } from 'zod';
import { HarnessError } from '../core/errors.ts';
import type { LimitsData } from '../core/evidence/setup.ts';

type Setting = LimitsData['readings'][number]['settings'][number];

const printed = z.array(z.strictObject({ name: z.string(), expected: z.string(), read: z.string() }));

/** A quota is written in whole microseconds per period, so 1/3 of a core reads back as 0.33333. */
const NUMBER_TOLERANCE = 0.001;

function same(expected: string, read: string): boolean {
  if (expected === read) return true;
  const [a, b] = [Number(expected), Number(read)];
  if (expected.trim() === '' || read.trim() === '' || !Number.isFinite(a) || !Number.isFinite(b))
    return false;
  return Math.abs(a - b) <= NUMBER_TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}

/** Parses what `/opt/vm/settings` prints and says of each setting whether it took effect. */
export function matchSettings(text: string): Setting[] {
  let parsed: z.infer<typeof printed>;
  try {
    parsed = printed.parse(JSON.parse(text));
  } catch (cause) {
    throw new HarnessError('vm-not-ready', 'the VM printed settings that cannot be read', {
      cause,
      detail: text.slice(0, 500),
    });
  }
  return matched(parsed);
}

/** Says of each setting whether what was read is what was planned. */
export function matched(settings: readonly Omit<Setting, 'matches'>[]): Setting[] {
  return settings.map((setting) => ({ ...setting, matches: same(setting.expected, setting.read) }));
}
