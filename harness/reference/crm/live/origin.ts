const usualPorts: Record<string, string> = { 'http:': '80', 'https:': '443' };

/**
 * Whether a page of this origin may open a websocket here: it must come from the host that it asks. A browser always says its
 * origin; whoever is no browser says none, and needs no protection from other pages.
 */
export function isSameOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true;
  if (host === undefined) return false;
  const asked = URL.canParse(origin) ? new URL(origin) : null;
  const port = asked && usualPorts[asked.protocol];
  if (!asked || !port) return false;
  const named = asked.port === '' ? `${asked.hostname}:${port}` : asked.host;
  const wanted = host.toLowerCase();
  return named === wanted || named === `${wanted}:${port}`;
}
