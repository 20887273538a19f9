/**
 * Reading answers without trusting them: a SUT may send anything, and a journey goes on with what it can use.
 */

/** A row that can be opened: it has a numeric id. The rest is read by the functions below. */
export type Row = { id: number } & Record<string, unknown>;

/** The usable rows of a list answer; none where the answer is not a list. */
export function rowsOf(answer: unknown): Row[] {
  const items = fieldOf(answer, 'items');
  return Array.isArray(items) ? items.filter(isRow) : [];
}

/** The row under `key` of an answer, such as the `customer` of a detail page. */
export function rowIn(answer: unknown, key: string): Row | null {
  const row = fieldOf(answer, key);
  return isRow(row) ? row : null;
}

/** A text field, or an empty text. */
export function textIn(value: unknown, key: string): string {
  const text = fieldOf(value, key);
  return typeof text === 'string' ? text : '';
}

/** A whole number that can stand in a path, or null. */
export function idIn(value: unknown, key: string): number | null {
  const id = fieldOf(value, key);
  return typeof id === 'number' && Number.isSafeInteger(id) && id >= 0 ? id : null;
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function isRow(value: unknown): value is Row {
  return idIn(value, 'id') !== null;
}
