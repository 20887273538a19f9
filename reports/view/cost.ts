import { tenants } from '../../harness/core/level.ts';
import type { RunRecord } from '../../harness/core/run-record.ts';
import { usersClaimsOf } from './answer.ts';
import { rupees } from './figures.ts';

export interface Cost {
  perMonth: string;
  perTenant: string;
  /** Null unless the run verified a figure of users. */
  /** `but` is what a reader must know before using the figure, such as '(preliminary, reference CRM)'; may be empty. */
  perVerifiedUser: { amount: string; users: string; but: string } | null;
  citation: string;
}

/** What the document says the level costs, as the audit of the run read it; null without it, and for a level that is not the document's. */
export function costOf(record: RunRecord): Cost | null {
  const { level, levelSource } = record.spec;
  const price = record.audit?.economics.find((row) => row.level === level)?.inrPerMonth;
  if (price === undefined || levelSource === 'custom') return null;
  return {
    perMonth: rupees(price),
    perTenant: rupees(Math.round(price / tenants.length)),
    perVerifiedUser: perVerifiedUser(record, price),
    citation: `the document's total for Level ${level}`,
  };
}

/** A user counts as paid for only where a valid run without a planted defect verified the figure that the document gives now. */
function perVerifiedUser(record: RunRecord, inr: number): Cost['perVerifiedUser'] {
  if (!record.valid || record.spec.defect !== null) return null;
  const verified = usersClaimsOf(record).find(
    ({ verdict }) => verdict?.outcome === 'verified' && verdict.stale === null,
  );
  if (!verified) return null;
  return {
    amount: rupees(inr / verified.claim.bound),
    users: String(verified.claim.bound),
    but: reservations(record, verified.verdict?.preliminary === true),
  };
}

/** A price of each user is quoted without its context soonest of all, so the context goes with it. */
function reservations(record: RunRecord, preliminary: boolean): string {
  const said = [
    ...(preliminary ? ['preliminary'] : []),
    ...(record.spec.sut.kind === 'reference' ? ['reference CRM'] : []),
  ];
  return said.length === 0 ? '' : ` (${said.join(', ')})`;
}
