import { isUtf8 } from 'node:buffer';
import { Refused } from './refused.ts';

/** JSON that was read. Its fields are whatever the sender wrote: see `fields.ts`. */
export type JsonObject = { readonly [field: string]: unknown };

/** Larger bodies are answered with 413. The largest that a sender is known to send are orders of some ten kilobytes. */
export const mostBodyBytes = 1024 ** 2;
/** Deeper ones are answered with 400. Real ones have less than ten levels; JSON.parse and jsonb go by the stack. */
const mostDepth = 64;

const [quote, backslash, openBracket, closeBracket, openBrace, closeBrace] = [
  0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d,
];

/** The text and the object of a body. Refuses whatever is no JSON object in UTF-8 of a bearable depth. */
export function readBody(raw: Buffer): { text: string; body: JsonObject } {
  if (!isUtf8(raw)) throw bad('the body is not UTF-8');
  if (isDeeperThan(raw, mostDepth)) throw bad('the body is nested too deeply');
  const text = raw.toString();
  const body = parsed(text);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw bad('the body is no object');
  return { text, body: body as JsonObject };
}

/** Refuses a content type other than JSON in UTF-8, and a body that was packed: signatures are of what is sent. */
export function requireJson(contentType: string | undefined, encoding: string | undefined): void {
  const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(';');
  if (type.trim() !== 'application/json') throw otherType('the content type must be application/json');
  for (const parameter of parameters) {
    const [name, value = ''] = parameter.split('=');
    if (name?.trim() === 'charset' && !/^"?utf-?8"?$/.test(value.trim()))
      throw otherType('the charset must be utf-8');
  }
  if ((encoding ?? 'identity') !== 'identity') throw otherType('the body must not be packed');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw bad('the body is no JSON');
  }
}

/** Looks at bytes, before anything is parsed. Brackets within texts do not count. */
function isDeeperThan(raw: Buffer, most: number): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < raw.length; at++) {
    const byte = raw[at];
    if (inText) {
      if (byte === backslash) at++;
      else if (byte === quote) inText = false;
    } else if (byte === quote) inText = true;
    else if (byte === openBracket || byte === openBrace) {
      if (++depth > most) return true;
    } else if (byte === closeBracket || byte === closeBrace) depth--;
  }
  return false;
}

const bad = (sentence: string) => new Refused(400, 'body', sentence);
const otherType = (sentence: string) => new Refused(415, 'type', sentence);
