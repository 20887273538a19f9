import { type KeyObject, X509Certificate } from 'node:crypto';
import { Refused } from '../refused.ts';

/** Keys of the certificates that PayPal's signatures name. */
export interface Certificates {
  /**
   * The public key of the certificate at an address. 401 where the address is not PayPal's or the certificate does not hold at
   * `nowMs`; 503, so that the sender tries again, where it cannot be fetched now.
   */
  keyAt(address: string, nowMs: number): Promise<KeyObject>;
}

interface Kept {
  certificate: X509Certificate | null;
  untilMs: number;
}

const mostBytes = 64 * 1024;
const fetchMs = 3_000;
/** Certificates change once in years; one that could not be fetched is asked for again after a moment. */
const keptMs = 12 * 3_600_000;
const failedForMs = 10_000;
/** Anybody can name addresses: so many are remembered, and so many fetched at once. */
const mostKept = 32;
const mostAtOnce = 4;

/** `hosts` as `OutsideConfig.paypalCertHosts`. */
export function createCertificates(hosts: readonly string[]): Certificates {
  const kept = new Map<string, Kept>();
  const coming = new Map<string, Promise<X509Certificate | null>>();

  async function load(address: string, nowMs: number): Promise<X509Certificate | null> {
    const certificate = await fetchCertificate(address).catch(() => null);
    kept.delete(address);
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value as string);
    kept.set(address, { certificate, untilMs: nowMs + (certificate ? keptMs : failedForMs) });
    return certificate;
  }

  async function certificateAt(address: string, nowMs: number): Promise<X509Certificate | null> {
    const found = kept.get(address);
    if (found && nowMs < found.untilMs) return found.certificate;
    let asked = coming.get(address);
    if (!asked) {
      if (coming.size >= mostAtOnce) return null;
      asked = load(address, nowMs).finally(() => coming.delete(address));
      coming.set(address, asked);
    }
    return asked;
  }

  return {
    async keyAt(address, nowMs) {
      if (!isAllowed(address, hosts)) throw refused('the certificate is of another host');
      const certificate = await certificateAt(address, nowMs);
      if (certificate === null)
        throw new Refused(503, 'unavailable', 'the certificate cannot be fetched at present');
      const { validFrom, validTo, publicKey } = certificate;
      if (!(nowMs >= Date.parse(validFrom) && nowMs <= Date.parse(validTo)))
        throw refused('the certificate does not hold at present');
      if (publicKey.asymmetricKeyType !== 'rsa') throw refused('the certificate has no RSA key');
      return publicKey;
    },
  };
}

/** A host named with its port may speak plain HTTP: it stands for PayPal in a test. All others must speak HTTPS. */
export function isAllowed(address: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(address) || address.length > 500) return false;
  const { protocol, host, hostname, port, username, password } = new URL(address);
  if (username !== '' || password !== '') return false;
  if (protocol === 'https:') return hosts.includes(host) || hosts.includes(`${hostname}:${port || 443}`);
  return protocol === 'http:' && hosts.includes(`${hostname}:${port || 80}`);
}

async function fetchCertificate(address: string): Promise<X509Certificate> {
  const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(fetchMs) });
  if (!answer.ok || answer.body === null) throw new Error(`status ${answer.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new Error('too large');
    chunks.push(chunk);
  }
  return new X509Certificate(Buffer.concat(chunks));
}

const refused = (sentence: string) => new Refused(401, 'certificate', sentence);
