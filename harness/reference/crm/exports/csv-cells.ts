import type { Cell } from './rows.ts';

/** A spreadsheet reads text that begins so as a formula, or as a call of another program. */
const readAsFormula = new Set(['=', '+', '-', '@', '|', '\t', '\r', '\n', '\0']);
/** A plus and digits compute nothing but a number. */
const phoneNumber = /^\+\d{6,15}$/;

/**
 * The cell as it may stand in a CSV. Text that a spreadsheet would take for a formula gets an apostrophe before it, which makes it
 * text there. A telephone number in a column of them stays as it is, for whoever reads the file in again.
 */
export function csvCell(cell: Cell, isPhone: boolean): Cell {
  if (typeof cell !== 'string' || !readAsFormula.has(cell.charAt(0))) return cell;
  return isPhone && phoneNumber.test(cell) ? cell : `'${cell}`;
}
