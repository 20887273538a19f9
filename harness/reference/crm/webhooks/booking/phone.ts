/**
 * A telephone number as the CRM keeps it, `+91` and ten digits, from the ways that people write it: with blanks, dashes or
 * brackets, with 0, 91, 0091 or +91 before it, or nothing. One of another country needs its `+`. Null where it is none.
 */
export function phoneOf(written: string | null): string | null {
  if (written === null || !/^[+\d\s().-]{8,30}$/.test(written)) return null;
  const isForeign = /^\s*\(?\+(?!91)/.test(written);
  const digits = written.replace(/\D/g, '');
  if (isForeign) return /^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : null;
  const [, national] = /^(?:0091|910|91|0)?([6-9]\d{9})$/.exec(digits) ?? [];
  return national === undefined ? null : `+91${national}`;
}
