import type { EvidenceSet } from '../../harness/core/evidence/catalogue.ts';
import type { Evidence } from '../../harness/core/evidence/envelope.ts';
import type {
  HaproxyData,
  MailData,
  NginxData,
  PgbouncerData,
  ReplicationData,
} from '../../harness/core/evidence/services.ts';
import { formatBytes, formatValue, groupDigits } from '../../harness/core/units.ts';
import { durationText } from '../view/figures.ts';

/** Service, where it runs, and what the window showed of it in plain words. */
export type ServiceRow = [service: string, where: string, seen: string];
type Seen = [where: string, seen: string][];

const ratio = (value: number) => formatValue(value, 'ratio');

/** `3 retries`, `1 retry`. */
function counted(count: number, one: string, many = `${one}s`): string {
  return `${groupDigits(count)} ${count === 1 ? one : many}`;
}

/** One row for each service of each VM that was observed, or that should have been: then with the reason. */
export function serviceRows(evidence: EvidenceSet): ServiceRow[] {
  const { replication, pgbouncer, haproxy, nginx, mail } = evidence;
  return [
    ...rowsOf('Read replica', replication, replicas),
    ...rowsOf('PgBouncer', pgbouncer, pools),
    ...rowsOf('Load balancer', haproxy, balancer),
    ...rowsOf('Nginx', nginx, servers),
    ...rowsOf('Mail', mail, mailServer),
  ];
}

function rowsOf<Data>(
  service: string,
  evidence: Evidence<Data> | undefined,
  seen: (data: Data) => Seen,
): ServiceRow[] {
  if (evidence === undefined) return []; // the level does not have it
  if (evidence.status === 'unavailable') return [[service, '', `not observed: ${evidence.reason}`]];
  return seen(evidence.data).map(([where, text]) => [service, where, text]);
}

const notSeen = (missing: PgbouncerData['notObserved']): Seen =>
  missing.map(({ vm, reason }) => [vm, `not observed: ${reason}`]);

function replicas(data: ReplicationData): Seen {
  return data.replicas.map(({ vm, streamingRatio, lagMaxMs, lagBytesMax }) => {
    const lag =
      lagMaxMs === null
        ? 'lag not known, for nothing was written,'
        : `at most ${formatValue(lagMaxMs, 'ms')}`;
    const behind =
      lagBytesMax === null ? 'never seen by its primary' : `${lag} and ${formatBytes(lagBytesMax)} behind`;
    return [vm, `streamed ${ratio(streamingRatio)} of the time; ${behind}`];
  });
}

function pools(data: PgbouncerData): Seen {
  const seen = data.pools.map((pool): Seen[number] => {
    const busy = `${groupDigits(pool.serversBusyMax)} of ${groupDigits(pool.poolSize)} connections busy at most`;
    const waiting =
      pool.waitingMax === 0
        ? 'nobody seen waiting'
        : `${counted(pool.waitingMax, 'client')} waiting at once, ${formatValue(pool.waitMaxMs, 'ms')} at most`;
    const mean = pool.waitMeanMs === null ? [] : [`mean wait ${formatValue(pool.waitMeanMs, 'ms')}`];
    return [pool.vm, [busy, waiting, ...mean, counted(pool.transactions, 'transaction')].join('; ')];
  });
  return [...seen, ...notSeen(data.notObserved)];
}

function balancer(data: HaproxyData): Seen {
  const queue =
    data.queueMax === 0 ? 'nothing queued' : `${counted(data.queueMax, 'request')} queued at most`;
  const tries = `${counted(data.retries, 'retry', 'retries')}, ${counted(data.redispatches, 'time')} on another server`;
  const all: Seen[number] = [
    'all servers',
    `${queue}; ${tries}; ${counted(data.sessionsMax, 'request')} at work at most`,
  ];
  const each = data.servers.map((server): Seen[number] => {
    const share =
      server.share === null
        ? 'no request'
        : `${ratio(server.share)} of the requests (${groupDigits(server.requests)})`;
    const faults = [
      ...(server.responses5xx > 0 ? [`${groupDigits(server.responses5xx)} answered 5xx`] : []),
      ...(server.connectErrors > 0 ? [`${counted(server.connectErrors, 'connection')} failed`] : []),
      ...(server.downSeconds > 0 ? [`down for ${durationText(server.downSeconds * 1000)}`] : []),
    ];
    return [server.server, [share, ...faults].join('; ')];
  });
  return [all, ...each];
}

function servers(data: NginxData): Seen {
  const seen = data.servers.map((server): Seen[number] => {
    const kinds = `${counted(server.requests, 'request')} (${groupDigits(server.api)} API, ${groupDigits(server.static)} static)`;
    const cache =
      server.cacheHitRatio === null
        ? 'nothing asked of its cache'
        : `${ratio(server.cacheHitRatio)} from its cache (${groupDigits(server.cacheHits)} of ${groupDigits(server.cacheHits + server.cacheMisses)})`;
    const limited = `${groupDigits(server.limited)} refused by the rate limit`;
    return [
      server.vm,
      `${kinds}; ${cache}; ${limited}; ${counted(server.connectionsMax, 'connection')} at most`,
    ];
  });
  return [...seen, ...notSeen(data.notObserved)];
}

function mailServer({ vm, queuedMax, delivered }: MailData): Seen {
  const queue =
    queuedMax === 0 ? 'nothing seen in the queue' : `${groupDigits(queuedMax)} in the queue at most`;
  return [[vm, `${groupDigits(delivered)} delivered; ${queue}`]];
}
