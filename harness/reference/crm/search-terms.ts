/** How a search term is looked up: as the beginning of a phone number, or of a name. */
export type SearchTerm = { by: 'phone' | 'name'; from: string; below: string };

/**
 * The range of keys that begin with what was typed. A range and not LIKE: under row-level security only leakproof
 * comparisons may use an index before the policy is applied, and LIKE is none.
 */
export function searchTerm(typed: string): SearchTerm {
  const digits = typed.replace(/[\s-]/g, '');
  if (/^\+?\d+$/.test(digits)) {
    return rangeOf('phone', digits.startsWith('+') ? digits : `+91${digits}`);
  }
  return rangeOf('name', typed.trimStart().toLowerCase());
}

/** Keys compare by bytes (collation C), and no key has the highest code point of all. */
function rangeOf(by: SearchTerm['by'], prefix: string): SearchTerm {
  return { by, from: prefix, below: `${prefix}\u{10FFFF}` };
}
