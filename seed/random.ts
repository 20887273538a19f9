/**
 * Random values of one row. Whole-number steps and exact arithmetic only, so the results are the same on every machine.
 * Generator: xoroshiro64** 1.0 of Blackman and Vigna (prng.di.unimi.it): two words of state, 32 bits a draw.
 */
export class Draw {
  #a = 1;
  #b = 0;

  /** Starts the values of row `index` of the stream whose hash is `base`. */
  restart(base: number, index: number): this {
    const first = finalize(base ^ finalize(index + 0x9e3779b9));
    this.#a = first;
    // Odd, because the generator must not start at zero.
    this.#b = finalize(first + 0x9e3779b9 + base) | 1;
    return this;
  }

  #next(): number {
    const a = this.#a;
    const b = this.#b ^ a;
    const spread = Math.imul(a, 0x9e3779bb);
    this.#a = ((a << 26) | (a >>> 6)) ^ b ^ (b << 9);
    this.#b = (b << 13) | (b >>> 19);
    return Math.imul((spread << 5) | (spread >>> 27), 5) >>> 0;
  }

  /** Uniform in [0, 1), in steps of 2^-32. */
  float(): number {
    return this.#next() / 0x1_0000_0000;
  }

  /** Uniform integer, both ends included; up to 2^32 of them. */
  int(from: number, to: number): number {
    return from + Math.floor((this.#next() / 0x1_0000_0000) * (to - from + 1));
  }

  /** True with probability `p`. */
  chance(p: number): boolean {
    return this.#next() / 0x1_0000_0000 < p;
  }

  /** One of `items`, which must not be empty. */
  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor((this.#next() / 0x1_0000_0000) * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }
}

/**
 * The draw of row `index`. Rows can be asked for in any order, and again. A stream has one draw, which starts anew with
 * each row: who needs two rows at once takes two streams.
 */
export type Stream = (index: number) => Draw;

/**
 * The stream called `name` under `seed`. Each row has values of its own, started by a hash of (seed, name, index): so one
 * table can look at another's row without storing it, and a new table or a draw more in a row moves nothing else.
 */
export function stream(seed: number, name: string): Stream {
  const base = hashText(name, seed);
  const draw = new Draw();
  return (index) => draw.restart(base, index);
}

/** FNV-1a over the text, closed by the finalizer below. */
function hashText(text: string, seed: number): number {
  let hash = finalize(0x811c9dc5 ^ seed);
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return finalize(hash);
}

/** Murmur3's 32-bit finalizer: every input bit moves every output bit. */
function finalize(word: number): number {
  let hash = word | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
