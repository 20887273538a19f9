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

const tenants = 3;

/** What the document says each level costs, as it states the totals (it does not always add them up right). */
const inrPerMonth: Record<number, { total: number; setup: string }> = {
  1: { total: 3_500, setup: 'Single Server' },
  2: { total: 5_500, setup: '+ WhatsApp' },
  3: { total: 11_000, setup: 'Separated Services' },
  4: { total: 22_000, setup: 'High Availability' },
  5: { total: 50_500, setup: 'Enterprise' },
};

/** The level's price in the document; null for a level that is not the document's. */
export function costOf(record: RunRecord): Cost | null {
  const price = inrPerMonth[record.spec.level];
  if (!price || record.spec.levelSource === 'custom') return null;
  return {
    perMonth: rupees(price.total),
    perTenant: rupees(Math.round(price.total / tenants)),
    perVerifiedUser: perVerifiedUser(record, price.total),
    citation: `Cost Summary Table (10K Customers, 3 Tenants), row Level ${record.spec.level}, ${price.setup}`,
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
