/**
 * Planned looks at the repetitions, and the chance of a wrong answer that each may spend. Two looks at 0.02 keep the
 * chance of a false pass at 0.04 at most, whatever the order of the runs (union bound).
 */
export const LOOK_ALPHA = 0.02;

/** Confidence of each one-sided bound. */
export const CONFIDENCE = 1 - LOOK_ALPHA;

/** Number of runs at which the two looks are taken; between them nothing is decided. */
export const FIRST_LOOK = 5;
export const SECOND_LOOK = 10;

/**
 * Run-to-run standard deviation, relative (of the natural logarithm), that a single run is given because it cannot
 * see its own. Judgement: well above the 0..0.20 that the quick rule must stand (quick-rule.test.ts measures it).
 */
export const ASSUMED_RUN_SD = 0.25;
