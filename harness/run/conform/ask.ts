import type { z } from 'zod';

/** What earlier answers showed, by name: an id to open, the session's tenant. */
export type Seen = Map<string, string | number>;

/** One question to a system, and what its answer must be. */
export interface Ask {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As the contract writes it: '/api/customers/:id'. */
  route: string;
  /** In words; empty for the plain request. */
  asked: string;
  /** Whether the system cannot be used without it. */
  required: boolean;
  /** Something is written. Left out: it only reads. */
  writes?: true;
  /** It would reach a person: a message, a call, a mail. Left out: it reaches nobody. */
  reaches?: true;
  /** Option that names whom or what it concerns, where it was not given: it is not asked then. */
  wants?: string | undefined;
  /**
   * Path that a DELETE goes to in the end, for what this question makes: also where its answer was none or a wrong one, or the
   * rest was not asked any more. Null: nothing is known to be there.
   */
  undo?(seen: Seen): string | null;
  /** Path with its query; null where nothing was seen to ask for. Left out: the route itself. */
  path?(seen: Seen): string | null;
  /** Sent as JSON; left out: none. */
  body?(seen: Seen): unknown;
  /** Sent as a form instead. */
  form?: Record<string, string>;
  /** More headers. */
  headers?: Record<string, string>;
  /** Without a good answer nothing that wants the session or the key is asked any more. */
  opens?: true;
  /** Without the session or the key that others are asked with. */
  bare?: true;
  expect: readonly number[];
  /** Of the JSON in the answer; left out: the body is not looked at. */
  shape?: z.ZodType | undefined;
  /** What the answer's type begins with, for what is no JSON. */
  type?: string;
  /** A websocket: asks for the change of protocol and takes the first message in the place of a body. */
  socket?: true;
  /** Remembers what a good answer showed. */
  keep?(body: unknown, seen: Seen): void;
}

type Outcome = 'ok' | 'missing' | 'wrong' | 'not asked';

/** Why a question was not asked: an option was not given, no row was there to ask for, or it was not let in. */
export type Unasked = 'option' | 'no row' | 'shut';

/** What came of one question. */
export interface Asked {
  method: Ask['method'];
  route: string;
  asked: string;
  required: boolean;
  outcome: Outcome;
  /** Why it is not 'ok'; null where it is. */
  reason: string | null;
  /** Left out where it was asked. */
  unasked?: Unasked;
}

/** A system's answer. `body` is parsed JSON, or undefined where it is none. */
export interface Answer {
  status: number;
  type: string;
  body: unknown;
}

/** What a shape's first fault is, with the field: 'items.0.phone: ...'. */
function faultIn(shape: z.ZodType, body: unknown): string | null {
  const parsed = shape.safeParse(body);
  if (parsed.success) return null;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') ?? '';
  return `${path === '' ? 'the answer' : path}: ${issue?.message ?? 'is of another shape'}`;
}

/** The first place at which an answer names another tenant than the session's. Deep, for rows stand in rows. */
function foreignTenant(body: unknown, tenant: string, path = ''): string | null {
  if (typeof body !== 'object' || body === null) return null;
  for (const [key, inner] of Object.entries(body)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (key === 'tenant' && typeof inner === 'string' && inner !== tenant)
      return `${at}: is '${inner}', the session's tenant is '${tenant}'`;
    const found = foreignTenant(inner, tenant, at);
    if (found !== null) return found;
  }
  return null;
}

/** Judges one answer. */
export function judge(ask: Ask, answer: Answer, seen: Seen): Pick<Asked, 'outcome' | 'reason'> {
  const wanted = ask.expect.join(' or ');
  if (!ask.expect.includes(answer.status)) {
    const absent = [404, 405, 501].includes(answer.status);
    return { outcome: absent ? 'missing' : 'wrong', reason: `answers ${answer.status}, not ${wanted}` };
  }
  const tenant = seen.get('tenant');
  const fault =
    (ask.type !== undefined && !answer.type.startsWith(ask.type)
      ? `the answer is ${answer.type || 'of no type'}, not ${ask.type}`
      : null) ??
    (ask.shape === undefined ? null : faultIn(ask.shape, answer.body)) ??
    (tenant === undefined ? null : foreignTenant(answer.body, String(tenant)));
  return fault === null ? { outcome: 'ok', reason: null } : { outcome: 'wrong', reason: fault };
}
