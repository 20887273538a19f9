import { type KeyObject, X509Certificate } from 'node:crypto';
import { listedAddress } from '../../listed-host.ts';
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
  certificate: X509Certificate;
  untilMs: number;
}

const mostBytes = 64 * 1024;
const fetchMs = 3_000;
/** Certificates change once in years; one that could not be fetched is asked for again after a moment. */
const keptMs = 12 * 3_600_000;
const failedForMs = 10_000;
/**
 * Anybody can name addresses: so many certificates are kept, and so many addresses known that gave none. These never take the
 * place of those.
 */
const mostKept = 32;
const mostFailed = 256;
/** Of addresses that never gave a certificate, so many are fetched at once. */
const mostAtOnce = 4;
/** Where PayPal has them. Nothing else of an address may vary, or one certificate could be kept many times. */
const paypalPath = /^\/v1\/notifications\/certs\/[\w-]{1,100}$/;

/** `hosts` as `OutsideConfig.paypalCertHosts`. */
export function createCertificates(hosts: readonly string[]): Certificates {
  const kept = new Map<string, Kept>();
  const failedUntil = new Map<string, number>();
  const coming = new Map<string, Promise<X509Certificate | null>>();

  async function load(address: string, nowMs: number): Promise<X509Certificate | null> {
    const certificate = await fetchCertificate(address).catch(() => null);
    const known = kept.get(address);
    if (certificate === null) put(failedUntil, mostFailed, address, nowMs + failedForMs);
    else put(kept, mostKept, address, { certificate, untilMs: nowMs + keptMs });
    // one that cannot be asked for again holds until its own time is over
    return certificate ?? known?.certificate ?? null;
  }

  async function certificateAt(address: string, nowMs: number): Promise<X509Certificate | null> {
    const found = kept.get(address);
    if (found && nowMs < found.untilMs) return found.certificate;
    if (nowMs < (failedUntil.get(address) ?? 0)) return found?.certificate ?? null;
    let asked = coming.get(address);
    if (!asked) {
      if (!found && coming.size >= mostAtOnce) return null;
      asked = load(address, nowMs).finally(() => coming.delete(address));
      coming.set(address, asked);
    }
    return asked;
  }

  return {
    async keyAt(address, nowMs) {
      const allowed = allowedAddress(address, hosts);
      if (allowed === null) throw refused('the certificate is of another host');
      const certificate = await certificateAt(allowed, nowMs);
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

/**
 * The address in its one form, where it may be asked for a certificate; null else. A host that is listed with its port stands for
 * PayPal in a test: it may speak plain HTTP, and have certificates anywhere.
 */
export function allowedAddress(address: string, hosts: readonly string[]): string | null {
  if (address.length > 500) return null;
  const url = listedAddress(address, hosts);
  if (url === null || url.hash !== '') return null;
  const isPaypal = url.hostname.endsWith('.paypal.com');
  if (isPaypal && (url.search !== '' || !paypalPath.test(url.pathname))) return null;
  return url.href;
}

/** Puts it last; where there are too many, the first goes. */
function put<Value>(map: Map<string, Value>, most: number, key: string, value: Value): void {
  map.delete(key);
  if (map.size >= most) map.delete(map.keys().next().value as string);
  map.set(key, value);
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
