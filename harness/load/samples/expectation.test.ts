import { describe, expect, it } from 'vitest';
import { stream } from '../../../scenarios/lib/random.ts';
import { expectedRequests } from './expectation.ts';

describe('expectedRequests', () => {
  it('is the interactive law', () => {
    const header = {
      personas: [{ id: 'p', requestsPerAction: 3, requestsPerActionVariance: 0 }],
      personaOfUser: new Array<number>(150).fill(0),
      think: { meanMs: 20_000, scv: 1 },
    };
    // N W / (Z + R) with Z = 20 s / 3 a request, R = 0.1 s.
    expect(expectedRequests(header, 300_000, 100).mean).toBeCloseTo((150 * 300) / (20 / 3 + 0.1), 6);
  });

  it('has the spread that simulated users have', () => {
    const think = { meanMs: 1000, scv: 1 };
    const personas = [{ id: 'p', requestsPerAction: 3, requestsPerActionVariance: 2 / 3 }];
    const windowMs = 60_000;
    const random = stream(1, 'renewal');
    const counts = Array.from({ length: 3000 }, () => {
      let count = 0;
      for (let at = random.exponential(1000); at < windowMs; at += random.exponential(1000)) {
        const requests = random.int(2, 4);
        count += requests;
        at += requests * 20;
      }
      return count;
    });
    const mean = counts.reduce((a, b) => a + b, 0) / counts.length;
    const sd = Math.sqrt(counts.reduce((a, b) => a + (b - mean) ** 2, 0) / counts.length);
    const expected = expectedRequests({ personas, personaOfUser: [0], think }, windowMs, 20);
    expect(Math.abs(mean / expected.mean - 1)).toBeLessThan(0.01);
    expect(Math.abs(sd / expected.sd - 1)).toBeLessThan(0.05);
  });
});
