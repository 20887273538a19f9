import type { AddressInfo } from 'node:net';
import { buildAdmin } from './admin/routes.ts';
import { buildApi } from './api.ts';
import { Waha } from './waha.ts';
import type { WahaOptions } from './waha-options.ts';

export interface StartedWaha {
  /** Of WAHA's own API, such as http://127.0.0.1:3000. */
  url: string;
  /** Of the ledger, the parameters and the faults. */
  adminUrl: string;
  /** Ends it; what it knows stays in its folder, for another to start from. */
  close(): Promise<void>;
}

/** Starts a stand-in of WAHA in this process. It has a ledger of what it was asked and did; see `admin/routes.ts`. */
export async function startWaha(options: Readonly<WahaOptions>): Promise<StartedWaha> {
  const waha = new Waha(options);
  let ended: Promise<void> | null = null;
  const end = (kill: boolean) => {
    ended ??= stopAll(kill);
    return ended;
  };
  const die = options.die ?? (() => void end(true));
  const api = buildApi(waha, options, die);
  const admin = buildAdmin(waha, die);

  async function stopAll(kill: boolean): Promise<void> {
    waha.timers.end();
    // as it stands: what closing connections would still bring is not written any more
    if (kill) waha.journal.abandon();
    for (const { server } of [api, admin]) server.closeAllConnections();
    await Promise.all([api.close(), admin.close(), waha.sender.end()]);
    if (!kill) waha.journal.close();
  }

  const { host = '127.0.0.1', port = 0, adminPort = 0 } = options;
  try {
    await api.listen({ host, port });
    await admin.listen({ host, port: adminPort });
  } catch (error) {
    await end(false);
    throw error;
  }
  const at = ({ server }: typeof api) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: at(api), adminUrl: at(admin), close: () => end(false) };
}
