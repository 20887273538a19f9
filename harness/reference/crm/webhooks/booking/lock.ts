import type { Query } from '../../database.ts';
import { Postpone } from '../../jobs/job.ts';

/** In one order for everybody, so that nobody waits in a ring. */
const lockSql = `
  select pg_advisory_xact_lock($1::integer, key)
  from (select distinct hashtext(name) as key from unnest($2::text[]) as name order by key) as keys`;

/** Somebody named another payment or order in the milliseconds between: then it is done again, from the beginning. */
const againMs = 50;

/**
 * The row that `read` finds, undefined where there is none. Until the transaction ends nobody else works on what has one of these
 * names, or the one that the row has (`nameIn`). A payment and its order do not know each other's rows; what they share is a name,
 * and without the lock each could look for the other before it is there. All are taken at once: the row is read before, for its
 * name, and again under the lock. Throws `Postpone` where it had another name by then.
 */
export async function lockWithKnown<Row>(
  query: Query,
  tenantId: number,
  names: readonly (string | null)[],
  read: () => Promise<Row | undefined>,
  nameIn: (row: Row) => string | null,
): Promise<Row | undefined> {
  const before = await read();
  const all = [...names, before === undefined ? null : nameIn(before)].filter((name) => name !== null);
  await query(lockSql, [tenantId, all]);
  const known = await read();
  const name = known === undefined ? null : nameIn(known);
  if (name !== null && !all.includes(name)) throw new Postpone(againMs, 'its order has another name by now');
  return known;
}
