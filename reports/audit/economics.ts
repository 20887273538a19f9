import type { EconomicsRow } from '../../harness/core/finding.ts';
import { formatInr } from '../../harness/core/units.ts';

/** Titles of the columns after the level's, in the order of the cells. */
export const economicsColumns = [
  'A month',
  'A user, at the most users',
  'A user, at the fewest',
  '1,000 customers',
  '1,000 messages',
  'Each user added',
] as const;

/** How the columns are meant, for the foot of the table. */
export const economicsMeans =
  'Rupees a month, by plain division of the document’s own figures. 1,000 messages: the price of the WhatsApp VMs over what they are said to send in 30 days at most. Each user added: what a user costs that this level carries more than the one before.';

export interface EconomicsView {
  level: number;
  head: string;
  cells: { title: string; text: string }[];
}

/** The table in rupees; what a level has no figure for says so. */
export function economicsViewOf(rows: readonly EconomicsRow[]): EconomicsView[] {
  return rows.map((row) => {
    const cells = [
      row.inrPerMonth,
      row.inrPerUser.most,
      row.inrPerUser.fewest,
      row.inrPerThousandCustomers,
      row.inrPerThousandMessages,
      row.inrPerUserAdded,
    ];
    return {
      level: row.level,
      head: `Level ${row.level}`,
      cells: cells.map((amount, index) => ({
        title: economicsColumns[index] as string,
        text: amount === null ? 'none' : formatInr(amount),
      })),
    };
  });
}
