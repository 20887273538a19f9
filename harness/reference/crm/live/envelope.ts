import type { Audience, LiveEvent } from './live.ts';

/** What goes from process to process. */
export type Envelope =
  | { tenantId: number; userId?: number; storeId?: number; event: LiveEvent }
  /** Sockets of this session are to be closed: it has ended. */
  | { endSession: string };

export function envelopeOf(tenantId: number, to: Audience, event: LiveEvent): Envelope {
  return { tenantId, ...(to === 'all' ? {} : to), event };
}

/** Whether somebody of that tenant, the envelope's, is one of those who are to be told. */
export function isMeant(
  { userId, storeId }: { userId?: number; storeId?: number },
  who: { userId: number; storeId: number },
): boolean {
  if (userId !== undefined) return who.userId === userId;
  if (storeId !== undefined) return who.storeId === storeId;
  return true;
}
