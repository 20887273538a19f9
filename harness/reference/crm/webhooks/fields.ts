import type { JsonObject } from './body.ts';

/** Fields of JSON that somebody else wrote: each is asked for with its type, and is null where it is something else. */

/** What stands at a path; undefined where there is nothing. Only own fields count. */
export function at(from: unknown, ...path: readonly (string | number)[]): unknown {
  let value = from;
  for (const field of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, field)) return undefined;
    value = (value as Record<string | number, unknown>)[field];
  }
  return value;
}

/** A text that says something, cut at `most` characters; null else. */
export function textAt(from: unknown, path: readonly (string | number)[], most = 200): string | null {
  const value = at(from, ...path);
  if (typeof value !== 'string') return null;
  return value.trim().slice(0, most) || null;
}

/** An object; null else. */
export function objectAt(from: unknown, ...path: readonly (string | number)[]): JsonObject | null {
  const value = at(from, ...path);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** The objects of a list, at most 200; none where it is no list. */
export function objectsAt(from: unknown, ...path: readonly (string | number)[]): JsonObject[] {
  const value = at(from, ...path);
  if (!Array.isArray(value)) return [];
  return value.slice(0, 200).filter((item) => typeof item === 'object' && item !== null);
}

const mostIdLength = 120;

/**
 * What a sender calls something: a short text, or a whole number that no digit was lost of when it was read. Null else, for
 * a cut id could be that of something else.
 */
export function idAt(from: unknown, ...path: readonly (string | number)[]): string | null {
  const value = at(from, ...path);
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null;
  if (typeof value !== 'string' || value.length > mostIdLength) return null;
  return /^[\x21-\x7e]+$/.test(value) ? value : null;
}

/** A moment: ISO 8601, with its zone or `zone`; or seconds since 1970. As ISO in UTC; null where it is none. */
export function momentAt(from: unknown, path: readonly (string | number)[], zone = 'Z'): string | null {
  const value = at(from, ...path);
  const ms =
    typeof value === 'number' ? value * 1_000 : typeof value === 'string' ? msOf(value, zone) : Number.NaN;
  return ms >= 0 && ms < latestMs ? new Date(ms).toISOString() : null;
}

const latestMs = Date.UTC(2200, 0);

function msOf(text: string, zone: string): number {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return Number.NaN;
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : text + zone);
}
