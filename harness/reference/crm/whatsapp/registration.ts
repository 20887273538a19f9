import type { Crm } from '../crm.ts';
import { secretFor } from '../secrets.ts';
import type { Tenant } from '../tenants.ts';
import { keepStatus, numbersOf, type StoreNumber } from './numbers.ts';
import { type Waha, type WahaSession, wahaServer } from './waha-client.ts';
import { WahaFault } from './waha-faults.ts';

/** What WAHA is to know of a session: where its events go, signed with what, and whose they are. */
export function configFor(crm: Pick<Crm, 'outside'>, tenant: string) {
  const { publicUrl, secret } = crm.outside;
  return {
    metadata: { tenant },
    webhooks: [
      {
        url: `${publicUrl}/webhooks/${tenant}/waha`,
        events: ['message', 'message.ack', 'session.status'],
        hmac: { key: secretFor(secret, 'webhook', tenant, 'waha') },
        retries: { policy: 'constant', delaySeconds: 2, attempts: 15 },
      },
    ],
  };
}

/** Whether a session's config lacks something that is wanted, or has it otherwise. What it has beyond that is let be. */
export function differs(config: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return config !== wanted;
  if (typeof config !== 'object' || config === null) return true;
  if (Array.isArray(wanted) && (!Array.isArray(config) || config.length !== wanted.length)) return true;
  return Object.entries(wanted).some(([name, value]) =>
    differs((config as Record<string, unknown>)[name], value),
  );
}

/**
 * Has a number's session known and working at its WAHA as far as we can; one that shows a code waits for a telephone to
 * scan it. Gives its state as WAHA told it, and keeps it. Rejects with WahaFault.
 */
export async function restoreSession(crm: Crm, tenant: Tenant, number: StoreNumber): Promise<string> {
  const waha = wahaServer(crm.outside.whatsapp, number.server);
  if (waha === null) throw new WahaFault('away', 'there is no such WAHA server');
  const epochMs = Date.now();
  const { status } = await registered(waha, number.name, configFor(crm, tenant.slug));
  if (status === 'STOPPED') await waha.startSession(number.name);
  // what the vendor advises
  if (status === 'FAILED') await waha.restartSession(number.name);
  // it is asked for again and again, and seldom another
  if (status !== number.status) await keepStatus(crm, tenant.id, { name: number.name, status, epochMs });
  return status;
}

async function registered(waha: Waha, name: string, config: object): Promise<WahaSession> {
  const found = await waha.session(name).catch((error: unknown) => {
    if (error instanceof WahaFault && error.kind === 'absent') return null;
    throw error;
  });
  if (found === null) await waha.createSession(name, config);
  else if (differs(found.config, config)) await waha.changeSession(name, config);
  else return found;
  return waha.session(name);
}

/**
 * All numbers of all tenants at once, so that a server that is silent keeps us no longer than one answer may take. One that
 * fails leaves the others alone: it comes round again.
 */
export async function restoreSessions(crm: Crm): Promise<void> {
  const underWay: Promise<unknown>[] = [];
  for (const tenant of await crm.tenants.all())
    for (const number of await numbersOf(crm, tenant))
      underWay.push(restoreSession(crm, tenant, number).catch(() => {}));
  await Promise.all(underWay);
}
