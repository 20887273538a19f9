export interface Retries {
  policy?: 'constant' | 'linear' | 'exponential';
  delaySeconds?: number;
  attempts?: number;
}

/** What holds where a webhook's configuration says nothing. WAHA does not document its own: this is the example of its documentation. */
const unsaid = { policy: 'constant', delaySeconds: 2, attempts: 15 } as const;
const jitter = 0.2;

/**
 * How long to wait (ms) before a webhook that has failed `failed` times is posted again; null: it is given up. `attempts` counts
 * what comes after the first. Constant: 2, 2, 2; linear: 2, 4, 6; exponential: 2, 4, 8, each up to 20 % earlier or later, by
 * `unit` from 0 to 1.
 */
export function retryAfterMs(retries: Retries | undefined, failed: number, unit: number): number | null {
  const { policy, delaySeconds, attempts } = { ...unsaid, ...retries };
  if (failed > attempts) return null;
  const base = delaySeconds * 1000;
  if (policy === 'linear') return base * failed;
  if (policy === 'exponential') return base * 2 ** (failed - 1) * (1 + jitter * (2 * unit - 1));
  return base;
}
