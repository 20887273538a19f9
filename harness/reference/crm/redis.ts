import { Cluster, type Command, Redis } from 'ioredis';

/** What the CRM asks of Redis: single commands and scripts of one slot, which one server and a cluster answer alike. */
export type RedisCommands = Pick<Redis, 'get' | 'getex' | 'set' | 'del' | 'eval'>;

/** One Redis or a cluster of them. */
export interface RedisStore {
  /** Each rejects after two seconds without an answer, and sooner where it is known that no server can be asked. */
  commands: RedisCommands;
  /** Whether every server answers and, in a cluster, every node is known. Rejects or gives false where one does not. */
  allAnswer(): Promise<boolean>;
  close(): void;
}

const commandTimeoutMs = 2_000;
/**
 * A node that has come back is found again within this time, even where nobody asks for its keys. The library makes a connection and a
 * map of all 16,384 slots each time, 3 ms of a core.
 */
const slotsRefreshMs = 5_000;
/**
 * The same for the job queue: seldom, for each queue of a job process has a client of its own. Whoever asks for a key of a node that
 * has gone or come back looks at once anyway.
 */
const queueSlotsRefreshMs = 60_000;

/**
 * Connects in the background and again whenever the connection is lost. More than one address, with spaces between them,
 * is a cluster, whose nodes all have the user and password of the first.
 */
export function openRedis(addresses: string): RedisStore {
  const urls = addresses.split(/\s+/).filter(Boolean);
  return urls.length > 1 ? openCluster(urls) : openOne(addresses);
}

/** A client as the job queue wants it. */
export type QueueClient = Redis | Cluster;

/**
 * A connection for the job queue to the same servers. That of a `producer` rejects after two seconds without an answer, as all
 * others do; that of a `consumer` waits for ever, because waiting for a job is its work.
 */
export function openQueueClient(addresses: string, side: 'producer' | 'consumer'): QueueClient {
  const urls = addresses.split(/\s+/).filter(Boolean);
  const waits = side === 'consumer';
  const client = urls.length > 1 ? queueCluster(urls, waits) : queueRedis(addresses.trim(), waits);
  // Each command that fails says so to its caller.
  client.on('error', () => {});
  return client;
}

function queueRedis(url: string, waits: boolean): Redis {
  return new Redis(url, {
    retryStrategy,
    ...(waits
      ? { maxRetriesPerRequest: null, socketTimeout: silentMs }
      : { maxRetriesPerRequest: 1, commandTimeout: commandTimeoutMs }),
  });
}

function queueCluster(urls: readonly string[], waits: boolean): Cluster {
  const { nodes, options: usual } = clusterOf(urls, { waits });
  const options = { ...usual, slotsRefreshInterval: queueSlotsRefreshMs };
  return waits ? new Cluster(nodes, options) : (new TimedCluster(nodes, options) as unknown as Cluster);
}

/**
 * A consumer's connection that is owed an answer for so long is made anew: its server may be gone without a word. Longer than
 * the ten seconds that a wait for a job takes.
 */
const silentMs = 15_000;
const retryStrategy = (attempt: number) => Math.min(attempt * 100, 1_000);

function openOne(url: string): RedisStore {
  const redis = new Redis(url.trim(), {
    commandTimeout: commandTimeoutMs,
    maxRetriesPerRequest: 1,
    retryStrategy,
  });
  // Each command that fails says so to its caller.
  redis.on('error', () => {});
  return {
    commands: redis,
    allAnswer: async () => (await redis.ping()) === 'PONG',
    close: () => redis.disconnect(),
  };
}

/** Nodes of a cluster, and how to connect to them: commands time out, or wait for ever where `waits` is set. */
function clusterOf(addresses: readonly string[], { waits }: { waits: boolean }) {
  const urls = addresses.map((url) => new URL(url));
  const [first] = urls as [URL, ...URL[]];
  return {
    nodes: urls.map(({ hostname, port }) => ({ host: hostname, port: Number(port) || 6379 })),
    options: {
      // Names stay when a node comes back under another address; the cluster sends us to names too.
      dnsLookup: (name: string, found: (error: null, address: string) => void) => found(null, name),
      slotsRefreshInterval: slotsRefreshMs,
      redisOptions: {
        username: decodeURIComponent(first.username) || undefined,
        password: decodeURIComponent(first.password) || undefined,
        ...(first.protocol === 'rediss:' ? { tls: {} } : {}),
        connectTimeout: commandTimeoutMs,
        ...(waits
          ? { maxRetriesPerRequest: null, socketTimeout: silentMs }
          : { commandTimeout: commandTimeoutMs }),
      },
    },
  };
}

function openCluster(urls: readonly string[]): RedisStore {
  const { nodes, options } = clusterOf(urls, { waits: false });
  const cluster = new TimedCluster(nodes, options);
  return {
    commands: cluster,
    async allAnswer() {
      const known = cluster.nodes('master');
      if (cluster.status !== 'ready' || known.length < urls.length) return false;
      return (await Promise.all(known.map((node) => node.ping()))).every((answer) => answer === 'PONG');
    },
    close: () => cluster.disconnect(),
  };
}

/**
 * ioredis counts a command's time from when it is sent to a node: here from when it is asked for, redirections and retries
 * included. While no node can be reached it would keep all commands for later; here they fail at once.
 */
class TimedCluster extends Cluster<'legacy'> {
  private lost = false;

  constructor(...options: ConstructorParameters<typeof Cluster<'legacy'>>) {
    super(...options);
    this.on('close', () => {
      this.lost = true;
    });
    this.on('ready', () => {
      this.lost = false;
    });
    this.on('error', () => {});
  }

  override sendCommand(command: Command, ...rest: SendRest): unknown {
    const ownQuestion = command.name === 'cluster';
    if (!ownQuestion) {
      command.setTimeout(commandTimeoutMs);
      if (this.lost) {
        command.reject(new Error('Connection is closed.'));
        return command.promise;
      }
    }
    return super.sendCommand(command, ...rest);
  }
}

type SendRest = Parameters<Cluster['sendCommand']> extends [unknown, ...infer Rest] ? Rest : never;
