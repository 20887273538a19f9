import { setTimeout as pause } from 'node:timers/promises';
import type { CallRecord } from './call-record.ts';
import type { Calls, NewCall } from './calls.ts';
import type { Script } from './chance.ts';
import type { Kamailio } from './kamailio.ts';
import type { Parameters } from './parameters.ts';
import type { SipClient } from './sip.ts';

export interface SwitchboardSettings {
  calls: Calls;
  sip: SipClient;
  kamailio: Kamailio;
  parameters: Parameters;
  draw: (parameters: Parameters) => Script;
  /** The host of the phones, and the ports of the agents' and of the carrier. */
  phones: { host: string; agentPort: number; carrierPort: number };
}

/** Between two looks for events, in milliseconds: while calls are under way, and while none is. */
const lookMs = { busy: 100, idle: 500 };
/** A call of this run that has not changed for so long is asked after; one of an earlier run at once; and how often. */
const askAfterMs = 15_000;
const askEveryMs = 10_000;

/** Has phones call, and follows what Kamailio says of the calls until it is stopped. */
export function createSwitchboard(settings: SwitchboardSettings) {
  const { calls, sip, kamailio, parameters, draw, phones } = settings;
  const asking = new Set<string>();
  const stopping = new AbortController();
  const startedAt = Date.now();

  async function refer(call: CallRecord, timeLimitS: number): Promise<void> {
    const outgoing = call.direction === 'outgoing';
    asking.add(call.sid);
    const sipStatus = await sip.refer({
      sid: call.sid,
      phone: outgoing ? call.agentPhone : call.customerPhone,
      at: { host: phones.host, port: outgoing ? phones.agentPort : phones.carrierPort },
      to: outgoing ? call.customerPhone : call.agentPhone,
      script: draw(parameters),
      ringLimitMs: parameters.ringLimitMs,
      timeLimitS,
      record: call.record,
    });
    asking.delete(call.sid);
    const taken = sipStatus >= 200 && sipStatus < 300;
    calls.take(call.sid, { what: taken ? 'referred' : 'not-referred', sipStatus, atMs: Date.now() });
  }

  async function fetchEvents(): Promise<void> {
    for (let next = await kamailio.nextEvent(); next !== null; next = await kamailio.nextEvent())
      calls.take(next.sid, next.event);
  }

  /** After a restart of this program or of Kamailio an end may have been missed. */
  async function askAfter(): Promise<void> {
    for (const { sid, changedAt } of calls.open()) {
      const fresh = changedAt >= startedAt && Date.now() - changedAt < askAfterMs;
      if (fresh || asking.has(sid) || (await kamailio.knows(sid))) continue;
      // its end may have been told in the meantime
      await fetchEvents();
      calls.take(sid, { what: 'lost', sipStatus: 0, atMs: Date.now() });
    }
  }

  async function follow(): Promise<void> {
    let asked = Number.NEGATIVE_INFINITY;
    while (!stopping.signal.aborted) {
      try {
        await fetchEvents();
        if (performance.now() - asked > askEveryMs) {
          await askAfter();
          asked = performance.now();
        }
      } catch {
        // Kamailio is not there: its events wait in it, or are gone with it
      }
      await pause(calls.open().length > 0 ? lookMs.busy : lookMs.idle, undefined, {
        signal: stopping.signal,
      }).catch(() => {});
    }
  }
  const following = follow();

  return {
    /** Has the call made that is wanted, and says how it is called before anything has happened. */
    connect(wanted: NewCall, timeLimitS: number): CallRecord {
      const call = calls.begin(wanted, Date.now());
      void refer(call, timeLimitS);
      return call;
    },
    async stop(): Promise<void> {
      stopping.abort();
      await following;
    },
  };
}
