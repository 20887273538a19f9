/**
 * The address, where it is of one of the hosts in `listed`; null else, and for what is no http address or names a user. By https
 * alone; `host:port` there allows that port, and plain http on it. `*.example` stands for all names below it.
 */
export function listedAddress(address: string, listed: readonly string[]): URL | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return null;
  const isHttps = url.protocol === 'https:';
  if (!isHttps && url.protocol !== 'http:') return null;
  const port = url.port || (isHttps ? '443' : '80');
  const isListed = listed.some((entry) => {
    const [, host = '', listedPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
    if (!isHost(url.hostname, host)) return false;
    return listedPort === undefined ? isHttps && port === '443' : port === listedPort;
  });
  return isListed ? url : null;
}

function isHost(hostname: string, listed: string): boolean {
  if (!listed.startsWith('*.')) return hostname === listed;
  return hostname.endsWith(listed.slice(1)) && hostname.length > listed.length - 1;
}
