import type { ClaimRow } from './claim-rows.ts';

/** Claims that are not verified for the same reason: an invalid run gives one reason for a dozen claims. */
export interface OpenClaims extends Pick<ClaimRow, 'label' | 'tone' | 'mark' | 'reason' | 'settledBy'> {
  rows: ClaimRow[];
}

/** Everything that is not verified, grouped by where it stands and its reason, in the order of the rows. */
export function openClaimsOf(rows: readonly ClaimRow[]): OpenClaims[] {
  const groups = new Map<string, OpenClaims>();
  for (const row of rows) {
    if (row.standing === 'verified') continue;
    const key = JSON.stringify([row.label, row.reason, row.settledBy]);
    const { label, tone, mark, reason, settledBy } = row;
    const group = groups.get(key) ?? { label, tone, mark, reason, settledBy, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()];
}
