/** An index entry holds no more, and no push service comes near it. */
const mostCharacters = 2_000;

/**
 * Whether the CRM may post to this address: a browser names it, so it could name a server of ours. Only hosts in `allowed` pass, by
 * https; `host:port` there allows that port, and plain http on it. `*.example` stands for all names below it.
 */
export function mayPushTo(endpoint: string, allowed: readonly string[]): boolean {
  if (endpoint.length > mostCharacters || /[^\x21-\x7e]/.test(endpoint) || !URL.canParse(endpoint))
    return false;
  const url = new URL(endpoint);
  if (url.username !== '' || url.password !== '' || url.hash !== '') return false;
  const isHttps = url.protocol === 'https:';
  if (!isHttps && url.protocol !== 'http:') return false;
  const port = url.port || (isHttps ? '443' : '80');
  return allowed.some((entry) => {
    const [, host = '', listedPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
    if (!isHost(url.hostname, host)) return false;
    return listedPort === undefined ? isHttps && port === '443' : port === listedPort;
  });
}

function isHost(hostname: string, listed: string): boolean {
  if (!listed.startsWith('*.')) return hostname === listed;
  return hostname.endsWith(listed.slice(1)) && hostname.length > listed.length - 1;
}
