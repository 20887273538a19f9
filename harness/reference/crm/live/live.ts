/** Who is to be told: one user of the tenant, all of one store, or everybody of the tenant. */
export type Audience = { userId: number } | { storeId: number } | 'all';

/** What browsers are told as it happens. */
export interface LiveEvent {
  type:
    | 'whatsapp-message'
    | 'whatsapp-ack'
    | 'call'
    | 'export'
    | 'order'
    | 'payment'
    | 'campaign'
    | 'presence';
  /** What it is about, as JSON. */
  [field: string]: unknown;
}

/** Tells whoever is connected, to whichever process of whichever VM. At most once: a browser that is not connected reads it later. */
export interface Live {
  tell(tenantId: number, to: Audience, event: LiveEvent): Promise<void>;
  close(): Promise<void>;
}

/** `redisAddresses` as for `openRedis`. */
export function openLive(_redisAddresses: string): Live {
  return { tell: async () => {}, close: async () => {} };
}
