import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** Random values of one row. Only + - * / are used, whose results are the same on every machine and engine. */
export interface Draw {
  /** Uniform in [0, 1). */
  float(): number;
  /** Uniform integer, both ends included. */
  int(from: number, to: number): number;
  /** True with probability `p`. */
  chance(p: number): boolean;
  /** One of `items`, which must not be empty. */
  pick<Item>(items: readonly Item[]): Item;
}

/** The draw of row `index`. Rows can be asked for in any order, and again. */
export type Stream = (index: number) => Draw;

/**
 * The stream called `name` under `seed`. Each row has a generator of its own, seeded by a hash of (seed, name, index): so
 * one table can look at another's row without storing it, and a new table or a draw more in a row moves nothing else.
 */
export function stream(seed: number, name: string): Stream {
  const base = hashText(name, seed);
  return (index) => drawFrom(xoroshiro128plusFromState(stateOf(base, index)));
}

function drawFrom(rng: RandomGenerator): Draw {
  const float = () => uniformFloat64(rng);
  return {
    float,
    int: (from, to) => uniformInt(rng, from, to),
    chance: (p) => float() < p,
    pick: (items) => {
      const item = items[uniformInt(rng, 0, items.length - 1)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
  };
}

/** FNV-1a over the text, closed by the finalizer below. */
function hashText(text: string, seed: number): number {
  let hash = finalize(0x811c9dc5 ^ seed);
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return finalize(hash);
}

/** Four words of state; the last is odd, because the generator must not start at zero. */
function stateOf(base: number, index: number): [number, number, number, number] {
  const first = finalize(base ^ finalize(index + 0x9e3779b9));
  const second = finalize(first + 0x9e3779b9);
  const third = finalize(second + 0x9e3779b9 + base);
  return [first, second, third, finalize(third + index) | 1];
}

/** Murmur3's 32-bit finalizer: every input bit moves every output bit. */
function finalize(word: number): number {
  let hash = word | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
