import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** Draws that follow from a seed: how long things take, and which of them fail. Ids are not drawn here, see `ids.ts`. */
export class Chance {
  #generator: RandomGenerator;

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed);
  }

  /** Draws from here on what follows from that seed. */
  reseed(seed: number): void {
    this.#generator = xoroshiro128plus(seed);
  }

  /** From 0 up to but not including 1. */
  unit(): number {
    return uniformFloat64(this.#generator);
  }

  /** True for that share of the calls; always draws once, so that a share does not shift what is drawn after it. */
  happens(share: number): boolean {
    return this.unit() < share;
  }

  /**
   * Log-normal, as network and human delays are: half of the draws are below the median (ms), and `spread` is the standard
   * deviation of the logarithm (0: always the median; 0.5: nine of ten are within 0.44 and 2.3 times the median).
   */
  delayMs(medianMs: number, spread: number): number {
    const [first, second] = [1 - this.unit(), this.unit()];
    const normal = Math.sqrt(-2 * Math.log(first)) * Math.cos(2 * Math.PI * second);
    return medianMs * Math.exp(spread * normal);
  }
}
