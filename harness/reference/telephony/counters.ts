import { readFile } from 'node:fs/promises';
import type { Kamailio } from './kamailio.ts';
import type { Ledger } from './ledger.ts';
import { rtpengineStatistics } from './rtpengine.ts';

/**
 * What `GET /counters` answers: numbers by name. `sip_`: Kamailio since it runs; `rtp_`: rtpengine since it runs, both ways
 * together; `udp_`: the kernel's counters of this VM, control traffic among them; `calls_` and `webhooks_`: the control program's
 * ledger. Those that end in `_active` and `_per_second` are of the moment, all others only grow. A service that does not answer has
 * `sip_up` or `rtp_up` 0, and its other numbers are missing rather than 0.
 */
export type Counters = Record<string, number>;

const fromKamailio: Record<string, string> = {
  sip_dialogs_active: 'dialog:active_dialogs',
  sip_dialogs_early_active: 'dialog:early_dialogs',
  sip_dialogs_processed: 'dialog:processed_dialogs',
  sip_dialogs_failed: 'dialog:failed_dialogs',
  sip_dialogs_expired: 'dialog:expired_dialogs',
  sip_requests_received: 'core:rcv_requests',
  sip_invites_received: 'core:rcv_requests_invite',
  sip_replies_received: 'core:rcv_replies',
  sip_retransmissions_absorbed: 'tmx:rpl_absorbed',
  sip_transactions_2xx: 'tmx:2xx_transactions',
  sip_transactions_4xx: 'tmx:4xx_transactions',
  sip_transactions_5xx: 'tmx:5xx_transactions',
  sip_requests_dropped: 'core:drop_requests',
  sip_memory_bytes_active: 'shmem:real_used_size',
};
const current: Record<string, string> = {
  rtp_sessions_active: 'sessionstotal',
  rtp_packets_per_second: 'packetrate',
  rtp_bytes_per_second: 'byterate',
  rtp_errors_per_second: 'errorrate',
};
const total: Record<string, string> = {
  rtp_sessions: 'managedsessions',
  rtp_sessions_rejected: 'rejectedsessions',
  rtp_sessions_timed_out: 'timeoutsessions',
  rtp_packets: 'relayedpackets',
  rtp_bytes: 'relayedbytes',
  rtp_errors: 'relayedpacketerrors',
  rtp_streams_one_way: 'onewaystreams',
  rtp_streams_no_way: 'zerowaystreams',
};
const fromKernel: Record<string, string> = {
  udp_datagrams_in: 'InDatagrams',
  udp_datagrams_out: 'OutDatagrams',
  udp_errors_in: 'InErrors',
  udp_drops_receive_buffer: 'RcvbufErrors',
  udp_drops_send_buffer: 'SndbufErrors',
};

/** Reads all of them now. `rtpenginePort` is where rtpengine takes commands on this VM. */
export async function readCounters(
  kamailio: Kamailio,
  rtpenginePort: number,
  ledger: Ledger,
): Promise<Counters> {
  const [sip, rtp, udp] = await Promise.all([
    kamailio.statistics().catch(() => null),
    rtpengineStatistics(rtpenginePort).catch(() => null),
    readFile('/proc/net/snmp', 'utf8').then(udpOf, () => ({})),
  ]);
  const part = (name: string) => (rtp?.[name] ?? {}) as Record<string, unknown>;
  return {
    sip_up: sip ? 1 : 0,
    ...picked(fromKamailio, sip ?? {}),
    rtp_up: rtp ? 1 : 0,
    ...picked(current, part('currentstatistics')),
    ...picked(total, part('totalstatistics')),
    ...picked(fromKernel, udp),
    calls_asked: ledger.asked,
    calls_refused: sum(ledger.refused),
    calls_set_up: ledger.setUp,
    calls_answered: ledger.answered,
    calls_ended: ledger.ended,
    calls_failed: sum(ledger.failedByReason),
    webhooks_sent: ledger.webhooks.sent,
    webhooks_delivered: ledger.webhooks.delivered,
    webhooks_retried: ledger.webhooks.retried,
    webhooks_given_up: ledger.webhooks.givenUp,
  };
}

/** The line of UDP in `/proc/net/snmp`, which is two: names and values. */
function udpOf(snmp: string): Record<string, number> {
  const [names = [], values = []] = snmp
    .split('\n')
    .filter((line) => line.startsWith('Udp:'))
    .map((line) => line.split(' ').slice(1));
  return Object.fromEntries(names.map((name, n) => [name, Number(values[n])]));
}

function picked(names: Record<string, string>, from: Record<string, unknown>): Counters {
  return Object.fromEntries(
    Object.entries(names).flatMap(([ours, theirs]) => (theirs in from ? [[ours, Number(from[theirs])]] : [])),
  );
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((all, one) => all + one, 0);
}
