/**
 * What an answer must say beyond its shape. Plain data, not a function: requests stay comparable in tests, and every
 * engine can carry them. Only what is certain is asked for: a list that may truly be empty has no `atLeast`.
 */
export interface Contents {
  /** Values under dotted paths, such as `{ 'customer.id': 5 }`. */
  values?: Record<string, Value>;
  /** Fields that must be numbers above zero. */
  positive?: readonly string[];
  /** Least number of `items`. */
  atLeast?: number;
  /** Values that each of `items` must have. */
  each?: Record<string, Value>;
  /** Each of `items` has a name of which a word, or a phone number, begins with this. */
  beginsWith?: string;
  /** A row with this id is among `items`; a list of `cutAt` rows or more may end before it. */
  holds?: { id: number; cutAt?: number };
  /** No row with this id is among `items`. */
  lacks?: number;
}

type Value = string | number | boolean;

/** Whether an answer says what it must. Never throws. */
export function hasContents(body: Record<string, unknown>, contents: Contents): boolean {
  const { values = {}, positive = [] } = contents;
  return (
    Object.entries(values).every(([path, value]) => at(body, path) === value) &&
    positive.every((path) => Number(at(body, path)) > 0) &&
    rowsHave(body, contents)
  );
}

function rowsHave(body: Record<string, unknown>, contents: Contents): boolean {
  const { atLeast = 0, each = {}, beginsWith, holds, lacks } = contents;
  const rows = Array.isArray(body.items) ? body.items : [];
  const hasRow = (id: number) => rows.some((row) => at(row, 'id') === id);
  const wanted = Object.entries(each);
  return (
    rows.length >= atLeast &&
    rows.every((row) => wanted.every(([key, value]) => at(row, key) === value)) &&
    (beginsWith === undefined || rows.every((row) => begins(row, beginsWith))) &&
    (holds === undefined || hasRow(holds.id) || rows.length >= (holds.cutAt ?? Number.POSITIVE_INFINITY)) &&
    (lacks === undefined || !hasRow(lacks))
  );
}

/** Letter case and outer spaces do not count, as the contract has it. */
function begins(row: unknown, typed: string): boolean {
  const wanted = typed.trim().toLowerCase();
  const [name, phone] = [at(row, 'name'), at(row, 'phone')];
  if (typeof phone === 'string' && phone.startsWith(wanted)) return true;
  return typeof name === 'string' && ` ${name.toLowerCase()}`.includes(` ${wanted}`);
}

function at(value: unknown, path: string): unknown {
  let found = value;
  for (const key of path.split('.')) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}
