import type { Contents } from './contents.ts';

/** One HTTP request of a journey, and what its answer must look like (`check-answer.ts`). */
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
  /** A field that the answer must have; `items` must be a list of rows. Null: only tenant and status are looked at. */
  field: string | null;
  /** What the answer must say. */
  contents?: Contents;
  /** The `items` of the answer are customers. */
  listsCustomers?: true;
  /** It asks for what belongs to another tenant: to be answered at all is a leak. */
  foreign?: true;
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

/** A read. `endpoint` is the path template without the method. */
export function get(endpoint: string, path: string, field: string, contents?: Contents): Request {
  return {
    kind: 'request',
    method: 'GET',
    path,
    endpoint: `GET ${endpoint}`,
    status: 200,
    field,
    ...(contents === undefined ? {} : { contents }),
  };
}

/** A write with the status that its success has. */
export function post(
  endpoint: string,
  path: string,
  expect: { body?: unknown; status: number; field: string; contents?: Contents },
): Request {
  return { kind: 'request', method: 'POST', path, endpoint: `POST ${endpoint}`, ...expect };
}

/** The same request for something that is another tenant's: absent, as far as this session can tell. */
export function refused(request: Request): Request {
  const { contents: _, ...rest } = request;
  return { ...rest, status: 404, field: null, foreign: true };
}

/** `?a=1&b=2` of the parameters that are set, or an empty text. */
export function query(parameters: Record<string, string | number | undefined>): string {
  const pairs = Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    // Half a surrogate pair, as a cut through an emoji leaves it, cannot be encoded.
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value).replace(/[\uD800-\uDFFF]/g, ''))}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
