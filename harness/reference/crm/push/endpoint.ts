import { listedAddress } from '../listed-host.ts';

/** An index entry holds no more, and no push service comes near it. */
const mostCharacters = 2_000;

/**
 * Whether the CRM may post to this address: a browser names it, so it could name a server of ours. Only hosts in `allowed` pass, as
 * `listedAddress` says.
 */
export function mayPushTo(endpoint: string, allowed: readonly string[]): boolean {
  if (endpoint.length > mostCharacters || /[^\x21-\x7e]/.test(endpoint)) return false;
  return listedAddress(endpoint, allowed)?.hash === '';
}
