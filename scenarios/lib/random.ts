import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A source of random values that gives the same values for the same seed and name, on Node and on k6 alike. */
export interface Stream {
  /** Uniform in [0, 1). */
  float(): number;
  /** Uniform integer, both ends included. */
  int(from: number, to: number): number;
  /** One of `items`, or undefined where there are none. */
  pick<Item>(items: readonly Item[]): Item | undefined;
  /** One of `items` with probability in proportion to its weight. Throws where there are none: that is a bug of ours. */
  weighted<Item extends { weight: number }>(items: readonly Item[]): Item;
  exponential(mean: number): number;
  /** Log-normal with the given mean and squared coefficient of variation (variance / mean^2). */
  logNormal(mean: number, scv: number): number;
}

/**
 * The stream called `name` under `seed`. Streams of different names are independent for our purposes, so that a draw
 * more in one place moves nothing elsewhere.
 */
export function stream(seed: number, name: string): Stream {
  const rng = xoroshiro128plusFromState(stateOf(`${seed}/${name}`));
  const float = () => uniformFloat64(rng);
  const int = (from: number, to: number) => uniformInt(rng, from, to);
  return {
    float,
    int,
    pick: (items) => (items.length === 0 ? undefined : items[int(0, items.length - 1)]),
    weighted: (items) => weighted(items, float()),
    // 1 - u is in (0, 1]: the logarithm stays finite.
    exponential: (mean) => -mean * Math.log(1 - float()),
    logNormal(mean, scv) {
      const variance = Math.log(1 + scv);
      return mean * Math.exp(Math.sqrt(variance) * normal(float) - variance / 2);
    },
  };
}

function weighted<Item extends { weight: number }>(items: readonly Item[], u: number): Item {
  let left = u * items.reduce((sum, item) => sum + item.weight, 0);
  for (const item of items) {
    left -= item.weight;
    if (left < 0) return item;
  }
  const last = items.at(-1);
  if (last === undefined) throw new Error('nothing to choose from');
  return last;
}

/** Standard normal by Marsaglia's polar method (1964): no trigonometry, whose last bit differs between engines. */
function normal(float: () => number): number {
  for (;;) {
    const x = 2 * float() - 1;
    const y = 2 * float() - 1;
    const square = x * x + y * y;
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square);
  }
}

/** 128 bits from a text: four passes of FNV-1a from different offsets, each closed by Murmur3's finalizer. */
function stateOf(text: string): [number, number, number, number] {
  const word = (offset: number) => {
    let hash = offset;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return hash ^ (hash >>> 16);
  };
  // The generator must not start at zero; the last word is odd.
  return [word(0x811c9dc5), word(0x9e3779b9), word(0x7f4a7c15), word(0x2545f491) | 1];
}
