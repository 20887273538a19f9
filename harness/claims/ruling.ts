import type { Criterion, Observed } from '../core/verdict.ts';

/** A judge's answer before the runner weighs basis, guards and validity. */
export type Ruling = OpenRuling | MeasuredRuling;

/** The evidence is there but does not bear on the claim. */
export interface OpenRuling {
  ruling: 'not-tested' | 'inconclusive';
  reason: string;
  settledBy: string;
  observed: Observed | null;
}

/** The claim was put to the test: its criteria decide, all of them together. */
export interface MeasuredRuling {
  ruling: 'measured';
  /** What the test was, as the head of the reason: '150 users were carried'. */
  subject: string;
  observed: Observed;
  criteria: Criterion[];
  /** Ways in which the run was harder than the claim: a pass stands all the more, a failure says nothing. */
  harder: string[];
  notes: string[];
}

export function notTested(reason: string, settledBy: string, observed: Observed | null = null): OpenRuling {
  return { ruling: 'not-tested', reason, settledBy, observed };
}

export function inconclusive(
  reason: string,
  settledBy: string,
  observed: Observed | null = null,
): OpenRuling {
  return { ruling: 'inconclusive', reason, settledBy, observed };
}
