import { hasContents } from './contents.ts';
import { isForeignCustomer, type Viewer } from './ownership.ts';
import type { Request } from './request.ts';

/** Outcome of a checked answer, in the order of the checks: tenant, status, body. */
export type AnswerOutcome = 'ok' | 'wrong-tenant' | 'wrong-status' | 'wrong-body';

/** Rows and nested rows are looked at this deep; the contract needs three. */
const DEEPEST = 8;
/** Where the contract has rows. What stands elsewhere, such as the session's own `user`, is of no tenant's data. */
const rowKeys: ReadonlySet<string> = new Set(['items', 'customer', 'order', 'orders']);

/**
 * Judges one answer. `body` is the parsed JSON, or undefined where there was none or it could not be parsed.
 * A row of another tenant anywhere in it is a leak, whatever else is right or wrong: it is looked for first, also under
 * a status that nobody expected.
 */
export function checkAnswer(request: Request, status: number, body: unknown, viewer: Viewer): AnswerOutcome {
  const succeeded = status >= 200 && status < 300;
  if (request.foreign && succeeded) return 'wrong-tenant';
  if (showsForeign(body, viewer, DEEPEST) || listsForeign(request, body, viewer)) return 'wrong-tenant';
  if (status !== request.status) return 'wrong-status';
  if (request.field === null) return 'ok';
  if (!isObject(body) || body.tenant !== viewer.tenant) return 'wrong-body';
  const field = body[request.field];
  if (field === undefined || field === null) return 'wrong-body';
  if (request.field === 'items' && !isListOfRows(field)) return 'wrong-body';
  if (!labelled(body, viewer.tenant, DEEPEST)) return 'wrong-body';
  return hasContents(body, request.contents ?? {}) ? 'ok' : 'wrong-body';
}

/** Names another tenant, or shows something of a customer that is another tenant's, whatever tenant it names. */
function showsForeign(value: unknown, viewer: Viewer, depth: number): boolean {
  if (depth === 0 || typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((item) => showsForeign(item, viewer, depth - 1));
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'tenant' && typeof inner === 'string' && inner !== viewer.tenant) return true;
    if (key === 'customerId' && isForeignCustomer(inner, viewer)) return true;
    if (typeof inner !== 'object' || inner === null) continue;
    if (key === 'customer' && isForeignCustomer((inner as { id?: unknown }).id, viewer)) return true;
    if (showsForeign(inner, viewer, depth - 1)) return true;
  }
  return false;
}

/** A list of customers: there the rows' own ids say whose they are. */
function listsForeign(request: Request, body: unknown, viewer: Viewer): boolean {
  if (!request.listsCustomers || !isObject(body) || !Array.isArray(body.items)) return false;
  return body.items.some((row) => isObject(row) && isForeignCustomer(row.id, viewer));
}

function isListOfRows(rows: unknown): boolean {
  return Array.isArray(rows) && rows.every(isObject);
}

/**
 * Whether every row carries the tenant: one without could be anybody's. Rows are the `items` of the answer itself, and
 * whatever has an id where rows stand; the lines of an order have none, they are the order's.
 */
function labelled(body: Record<string, unknown>, tenant: string, depth: number): boolean {
  const { items } = body;
  if (Array.isArray(items) && items.some((row) => isObject(row) && row.tenant !== tenant)) return false;
  return rowsLabelled(body, tenant, depth);
}

function rowsLabelled(value: unknown, tenant: string, depth: number): boolean {
  if (depth === 0) return true;
  if (Array.isArray(value)) return value.every((row) => rowsLabelled(row, tenant, depth - 1));
  if (!isObject(value)) return true;
  if (typeof value.id === 'number' && value.tenant !== tenant) return false;
  return Object.entries(value).every(
    ([key, inner]) => !rowKeys.has(key) || rowsLabelled(inner, tenant, depth - 1),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
