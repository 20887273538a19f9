import { createAdmin } from './admin.ts';
import { createApi } from './api.ts';
import { createCalls, mostCalls } from './calls.ts';
import { createChance } from './chance.ts';
import { readCounters } from './counters.ts';
import { serve } from './http.ts';
import { openJournal } from './journal.ts';
import type { Kamailio } from './kamailio.ts';
import { Ledger } from './ledger.ts';
import { noFaults, type Parameters, usualParameters } from './parameters.ts';
import { openRecordings } from './recordings.ts';
import { rtpenginePorts } from './rtpengine.ts';
import type { SipClient } from './sip.ts';
import { createSwitchboard } from './switchboard.ts';
import { createWebhooks } from './webhooks.ts';

export interface TelephonySettings {
  /** Where it listens: requests of the CRM, and of whoever tests. */
  host: string;
  port: number;
  adminPort: number;
  apiKey: string;
  crmUrl: string;
  webhookSecret: string;
  /** This VM's address as the CRM reaches it. */
  publicUrl: string;
  phones: { host: string; agentPort: number; carrierPort: number };
  kamailio: Kamailio;
  sip: SipClient;
  rtpenginePort: number;
  /** File of the calls' journal, and folder of rtpengine's recordings. */
  journal: string;
  recordings: string;
  /** The same seed draws the same calls. */
  seed: number;
  parameters?: Partial<Parameters>;
}

const deleteEveryMs = 60_000;

/** Starts the telephone system's control program; resolves once it listens. What it is given to speak with it closes at the end. */
export async function startTelephony(settings: TelephonySettings): Promise<{ close(): Promise<void> }> {
  const { host, kamailio, sip } = settings;
  const ledger = new Ledger();
  const parameters = { ...usualParameters, ...settings.parameters };
  const faults = { ...noFaults };
  const recordings = openRecordings(settings.recordings);
  const calls = createCalls(openJournal(settings.journal, mostCalls), ledger, (call) => webhooks.tell(call));
  const webhooks = createWebhooks({
    crmUrl: settings.crmUrl,
    secret: settings.webhookSecret,
    publicUrl: settings.publicUrl,
    parameters,
    faults,
    ledger,
    onTold: (call) => calls.keep(call),
  });
  // what an earlier run has not got rid of
  for (const call of calls.latest(mostCalls)) webhooks.tell(call);
  const board = createSwitchboard({
    calls,
    sip,
    kamailio,
    parameters,
    draw: createChance(settings.seed),
    phones: settings.phones,
  });
  const shared = { calls, ledger, parameters, faults, recordings, connect: board.connect };
  const servers = [
    await serve(host, settings.port, createApi({ ...shared, apiKey: settings.apiKey })),
    await serve(
      host,
      settings.adminPort,
      createAdmin({
        ...shared,
        counters: () => readCounters(kamailio, settings.rtpenginePort, ledger),
        settings: async () => {
          const [live, mediaPorts] = await Promise.all([
            kamailio.settings(),
            rtpenginePorts(settings.rtpenginePort),
          ]);
          return { ...live, mediaPorts };
        },
      }),
    ),
  ];
  const deleting = setInterval(() => void recordings.deleteOlder(parameters.recordingsKeptS), deleteEveryMs);
  return {
    async close() {
      clearInterval(deleting);
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
      await board.stop();
      kamailio.close();
      sip.close();
    },
  };
}
