type Variables = Record<string, string | undefined>;

const NAME = /^[A-Za-z_][A-Za-z0-9_]*/;

/**
 * Fills `${NAME}`, `${NAME:-default}` and `${NAME:+instead}` as compose does: a default may hold further ones, and with the
 * colon an empty value counts as none. `$$` is a dollar. What is no such form stays as it is.
 */
export function interpolate(text: string, variables: Variables): string {
  let filled = '';
  let at = 0;
  while (at < text.length) {
    const dollar = text.indexOf('$', at);
    if (dollar < 0) break;
    filled += text.slice(at, dollar);
    if (text[dollar + 1] === '$') {
      filled += '$';
      at = dollar + 2;
      continue;
    }
    const end = text[dollar + 1] === '{' ? closingOf(text, dollar + 2) : -1;
    const value = end < 0 ? null : valueIn(text.slice(dollar + 2, end), variables);
    filled += value ?? '$';
    at = value === null ? dollar + 1 : end + 1;
  }
  return filled + text.slice(at);
}

/** Where the brace that opened before `from` closes; -1 where it never does. */
function closingOf(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text.startsWith('${', at)) depth += 1;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

/** What stands between the braces; null where it is no name with a form that compose knows. */
function valueIn(inner: string, variables: Variables): string | null {
  const name = NAME.exec(inner)?.[0];
  if (name === undefined) return null;
  const rest = inner.slice(name.length);
  const own = variables[name];
  if (rest === '') return own ?? '';
  const form = /^(:?)([-+])([\s\S]*)$/.exec(rest);
  if (form === null) return null;
  const [, colon, sign, other = ''] = form;
  const isThere = colon === ':' ? own !== undefined && own !== '' : own !== undefined;
  if (sign === '-') return isThere ? (own as string) : interpolate(other, variables);
  return isThere ? interpolate(other, variables) : '';
}
