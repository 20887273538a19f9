import type { Asked } from './ask.ts';

/** What the answers come to. */
export interface Verdict {
  /**
   * False: something that is required is missing or wrong. Null: all that was asked is right, but something that is required
   * was not asked. True: all that is required was asked, and is right.
   */
  conforms: boolean | null;
  /** Whether it may pass: what was not asked wants an option alone, and no row was lacking. */
  passes: boolean;
  /** In one line. */
  says: string;
}

const nameOf = ({ method, route }: Asked) => `${method} ${route}`;
/** Each endpoint once. */
const listOf = (asked: readonly Asked[]) => [...new Set(asked.map(nameOf))].join(', ');

/**
 * Judges all answers together. A question that an option would have let in was the user's to leave out; one that found no row to
 * ask for was not, for an empty system would pass with it.
 */
export function verdictOf(results: readonly Asked[]): Verdict {
  const required = results.filter((result) => result.required);
  const bad = required.filter(({ outcome }) => outcome === 'missing' || outcome === 'wrong');
  if (bad.length > 0)
    return { conforms: false, passes: false, says: `does not conform: ${listOf(bad)} missing or wrong` };
  const unasked = required.filter(({ outcome }) => outcome === 'not asked');
  const lacking = unasked.filter((result) => result.unasked !== 'option');
  if (lacking.length > 0) {
    const says = `not known whether it conforms: nothing to ask for with ${listOf(lacking)}; have a row of each there`;
    return { conforms: null, passes: false, says };
  }
  if (unasked.length > 0) {
    const says = `conforms as far as it was asked: of what is required, not asked: ${listOf(unasked)}`;
    return { conforms: null, passes: true, says };
  }
  return { conforms: true, passes: true, says: 'conforms: all that is required was asked and is right' };
}
