/** One HTTP request of a journey, and what its answer must look like. */
export interface Request {
  kind: 'request';
  method: 'GET' | 'POST' | 'PATCH';
  /** Path with its query, from the root of the SUT. */
  path: string;
  /** Method and path template, such as 'GET /api/customers/:id': what requests are grouped by. */
  endpoint: string;
  body?: unknown;
  /** The status that counts as success. */
  status: number;
  /** A field that the answer must have; `items` must be a list of rows. Null: the body is not looked at. */
  field: string | null;
}

/** The user reads, talks or types for this long. */
export interface Pause {
  kind: 'pause';
  ms: number;
}

export type Step = Request | Pause;

/**
 * A business task: yields requests and pauses, is sent each answer's parsed body, or null where the answer was not as
 * it should be. It never throws, whatever it is sent.
 */
export type Journey = Generator<Step, void, unknown>;

/** Outcome of a checked answer, worst first in the order of the checks: status, tenant, body. */
export type AnswerOutcome = 'ok' | 'wrong-status' | 'wrong-tenant' | 'wrong-body';

/** A read. `endpoint` is the path template without the method. */
export function get(endpoint: string, path: string, field: string): Request {
  return { kind: 'request', method: 'GET', path, endpoint: `GET ${endpoint}`, status: 200, field };
}

/** A write with the status that its success has. */
export function post(
  endpoint: string,
  path: string,
  expect: { body?: unknown; status: number; field: string },
): Request {
  const { body, status, field } = expect;
  return {
    kind: 'request',
    method: 'POST',
    path,
    endpoint: `POST ${endpoint}`,
    status,
    field,
    ...(body === undefined ? {} : { body }),
  };
}

/** `?a=1&b=2` of the parameters that are set, or an empty text. */
export function query(parameters: Record<string, string | number | undefined>): string {
  const pairs = Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    // Half a surrogate pair, as a cut through an emoji leaves it, cannot be encoded.
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value).replace(/[\uD800-\uDFFF]/g, ''))}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** Rows and nested rows are looked at this deep; the contract needs three. */
const DEEPEST = 5;

/**
 * Judges one answer. `body` is the parsed JSON, or undefined where there was none or it could not be parsed.
 * A row of another tenant anywhere in it is a leak, whatever else is right.
 */
export function checkAnswer(
  request: Pick<Request, 'status' | 'field'>,
  status: number,
  body: unknown,
  tenant: string,
): AnswerOutcome {
  if (status !== request.status) return 'wrong-status';
  if (request.field === null) return 'ok';
  if (!isObject(body)) return 'wrong-body';
  if (namesOther(body, tenant, DEEPEST)) return 'wrong-tenant';
  if (body.tenant !== tenant) return 'wrong-body';
  const field = body[request.field];
  if (field === undefined || field === null) return 'wrong-body';
  if (request.field === 'items' && !ownRows(field, tenant)) return 'wrong-body';
  return 'ok';
}

/** Whether `rows` is a list whose every row carries the tenant: a row without one could be anybody's. */
function ownRows(rows: unknown, tenant: string): boolean {
  return Array.isArray(rows) && rows.every((row) => isObject(row) && row.tenant === tenant);
}

function namesOther(value: unknown, tenant: string, depth: number): boolean {
  if (depth === 0 || typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((item) => namesOther(item, tenant, depth - 1));
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'tenant' && typeof inner === 'string' && inner !== tenant) return true;
    if (typeof inner === 'object' && namesOther(inner, tenant, depth - 1)) return true;
  }
  return false;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
