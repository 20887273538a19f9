import { isIP } from 'node:net';
import { checkServerIdentity, createSecureContext, type PeerCertificate } from 'node:tls';
import { Client, type Dispatcher } from 'undici';
import type { LoadPlan } from '../engine.ts';
import type { Exchange } from './exchange.ts';

/** One user's connection: opened when needed, kept between requests as a browser keeps it. */
export interface Connection {
  send(request: Dispatcher.DispatchOptions, exchange: Exchange): void;
  /** Closes it at once; the next request opens a new one. */
  drop(): void;
}

/** Longer than any pause, so that it is the server that decides when an idle connection ends. */
const KEEP_ALIVE_MS = 600_000;

/** Connections to the plan's SUT. TLS is verified against the plan's authority; its context is made once for all. */
export function connectionsTo(
  plan: Pick<LoadPlan, 'baseUrl' | 'caPem' | 'requestTimeoutMs'>,
): () => Connection {
  const options: Client.Options = {
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    // Deadlines are the engine's own: one for the whole request, connecting included.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      timeout: plan.requestTimeoutMs,
      ...(plan.caPem === null ? {} : tlsOptions(plan.baseUrl, plan.caPem)),
    },
  };
  return () => {
    let client: Client | null = null;
    return {
      send(request, exchange) {
        client ??= new Client(plan.baseUrl, options);
        client.dispatch(request, exchange);
      },
      drop() {
        // The error of a dropped request was already counted as what it was.
        client?.destroy().catch(() => {});
        client = null;
      },
    };
  };
}

/**
 * A SUT on this machine is reached by address, and a server name must not be one: `localhost` is asked for, and the
 * certificate may name either.
 */
function tlsOptions(baseUrl: string, caPem: string) {
  const { hostname } = new URL(baseUrl);
  const servername = isIP(hostname) ? 'localhost' : hostname;
  return {
    secureContext: createSecureContext({ ca: caPem }),
    servername,
    checkServerIdentity: (_: string, certificate: PeerCertificate) =>
      checkServerIdentity(servername, certificate) && checkServerIdentity(hostname, certificate),
  };
}
