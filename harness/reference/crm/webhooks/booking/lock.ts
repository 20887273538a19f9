import type { Query } from '../../database.ts';

/** In one order for everybody, so that nobody waits in a ring. */
const lockSql = `
  select pg_advisory_xact_lock($1::integer, key)
  from (select distinct hashtext(name) as key from unnest($2::text[]) as name order by key) as keys`;

/**
 * Until the transaction ends nobody else works on what has one of these names. A payment and its order do not know each
 * other's rows; what they share is a name, and without the lock each could look for the other before it is there.
 */
export async function lockNames(
  query: Query,
  tenantId: number,
  names: readonly (string | null)[],
): Promise<void> {
  const known = names.filter((name) => name !== null);
  if (known.length > 0) await query(lockSql, [tenantId, known]);
}
