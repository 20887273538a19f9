import type { Parameters } from './parameters.ts';

/** What the two phones of a call will do. */
export interface Script {
  outcome: 'answer' | 'busy' | 'silent';
  ringMs: number;
  talkMs: number;
}

/** Draws scripts from a seed: the same seed gives the same calls. */
export function createChance(seed: number): (parameters: Parameters) => Script {
  let state = seed >>> 0;
  // mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = ([least, most]: [number, number]) => Math.round(least + next() * (most - least));
  return ({ ringMs, talkMs, noAnswerShare, busyShare }) => {
    const lot = next();
    const outcome = lot < noAnswerShare ? 'silent' : lot < noAnswerShare + busyShare ? 'busy' : 'answer';
    return { outcome, ringMs: between(ringMs), talkMs: between(talkMs) };
  };
}
