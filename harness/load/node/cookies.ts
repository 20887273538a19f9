/** One user's cookies. Path and domain are not looked at: there is one SUT. */
export interface CookieJar {
  /** Takes over `set-cookie` headers. */
  take(setCookie: string | string[] | undefined): void;
  /** The `cookie` header, or null where there is none. */
  header(): string | null;
}

export function createCookieJar(): CookieJar {
  const cookies = new Map<string, string>();
  let header: string | null = null;
  return {
    take(setCookie) {
      if (setCookie === undefined) return;
      for (const cookie of Array.isArray(setCookie) ? setCookie : [setCookie]) {
        const [pair = '', ...attributes] = cookie.split(';');
        const equals = pair.indexOf('=');
        if (equals <= 0) continue;
        const name = pair.slice(0, equals).trim();
        const gone = attributes.some((attribute) => /^\s*max-age\s*=\s*(0|-\d+)\s*$/i.test(attribute));
        if (gone) cookies.delete(name);
        else cookies.set(name, pair.slice(equals + 1).trim());
      }
      header = cookies.size === 0 ? null : [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    },
    header: () => header,
  };
}
