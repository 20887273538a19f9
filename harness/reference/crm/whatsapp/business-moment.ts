import type { Crm } from '../crm.ts';
import { noTime } from '../database.ts';

/** Twenty years. There was no WhatsApp before; whoever says so has a clock that is wrong. */
const mostAgoMs = 20 * 365 * 24 * 3_600_000;

/**
 * When something happened, on the CRM's day: as long ago as it is by the clock. ISO 8601. What would lie in the future, of a
 * clock that is ahead, is now, and nothing is older than twenty years.
 */
export async function onBusinessDay(crm: Crm, epochMs: number): Promise<string> {
  const now = Date.parse(await crm.day.now(noTime()));
  const agoMs = Number.isFinite(epochMs) ? Math.min(mostAgoMs, Math.max(0, Date.now() - epochMs)) : 0;
  return new Date(now - agoMs).toISOString();
}
