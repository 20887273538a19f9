const codes: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Whether a connection failed with this code before anything of the request was sent: what it asked for has not happened. */
export function wasNeverSent(code: unknown): boolean {
  return codes.has(code);
}
