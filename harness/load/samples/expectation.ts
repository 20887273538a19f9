import type { SamplesHeader } from './header.ts';

/**
 * How many requests the window should hold by the workload's own arithmetic, with the standard deviation that its
 * randomness gives it.
 *
 * A user's day is a renewal process: a cycle is K requests of mean response time R and one pause Z, so
 * E[T] = E[Z] + E[K] R, and a window W holds W E[K] / E[T] requests; summed over users this is the interactive law
 * N W / (Z / K + R). By the central limit theorem for renewal-reward processes (Smith 1955) the count's variance is
 * W Var(K - r T) / E[T] with r = E[K] / E[T]. T = Z + K R, so K - r T = K (1 - r R) - r Z. Response times are taken at
 * their mean: they spread far less than pauses do.
 */
export function expectedRequests(
  header: Pick<SamplesHeader, 'personas' | 'personaOfUser' | 'think'>,
  windowMs: number,
  meanLatencyMs: number,
): { mean: number; sd: number } {
  const { meanMs, scv } = header.think;
  let mean = 0;
  let variance = 0;
  for (const persona of header.personaOfUser) {
    const { requestsPerAction, requestsPerActionVariance } = personaAt(header, persona);
    const cycleMs = meanMs + requestsPerAction * meanLatencyMs;
    const rate = requestsPerAction / cycleMs;
    const ofRequests = requestsPerActionVariance * (1 - rate * meanLatencyMs) ** 2;
    const ofPause = rate * rate * scv * meanMs * meanMs;
    mean += rate * windowMs;
    variance += (windowMs / cycleMs) * (ofRequests + ofPause);
  }
  return { mean, sd: Math.sqrt(variance) };
}

function personaAt(header: Pick<SamplesHeader, 'personas'>, index: number) {
  const persona = header.personas[index];
  if (persona === undefined) throw new Error(`samples.json names persona ${index}, which it does not list`);
  return persona;
}
