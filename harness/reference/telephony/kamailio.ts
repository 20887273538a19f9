import { createSocket } from 'node:dgram';
import type { CallEvent } from './call-record.ts';

/**
 * What Kamailio is asked by JSON-RPC. A question rejects after a second without an answer; that for its settings is asked for four
 * seconds, and once more.
 */
export interface Kamailio {
  /**
   * The next event of a call, or null where none waits. Whoever has fetched it is the only one to have it: one that comes too late for
   * its question is given to the next.
   */
  nextEvent(): Promise<FetchedEvent | null>;
  /** Whether it knows a call that is being set up or talks. */
  knows(sid: string): Promise<boolean>;
  /** Its counters by name, such as `dialog:active_dialogs`. */
  statistics(): Promise<Record<string, number>>;
  /** What it runs with, by its own word: version, processes that take SIP, sockets, bytes that they share. */
  settings(): Promise<{ version: string; children: number; listens: string; memoryBytes: number }>;
  close(): void;
}

interface FetchedEvent {
  sid: string;
  event: CallEvent;
}

interface Reply {
  id: number;
  result?: unknown;
  error?: { message: string };
}

/** Takes an event out of Kamailio's queue, whether or not its reply is read. */
const fetching = 'mqueue.fetch';
/** How long an answer is waited for, in milliseconds: while calls are followed, and for what is asked once. */
const usualWaits = { following: 1_000, settings: 4_000 };
/** A reply that is so many questions late does not come any more. */
const latest = 1_000;

/** `port` is where its JSON-RPC takes datagrams on this VM; `waits` is for tests. */
export function openKamailio(port: number, waits = usualWaits): Kamailio {
  const socket = createSocket('udp4');
  socket.on('error', () => {});
  socket.bind(0, '127.0.0.1');
  const waiting = new Map<number, (reply: Reply) => void>();
  /** Events that came after their question had been given up: Kamailio has forgotten them. */
  const late: FetchedEvent[] = [];
  let last = 0;
  socket.on('message', (message) => {
    const reply = replyIn(message);
    if (reply !== null) waiting.get(reply.id)?.(reply);
  });
  const ask = (method: string, params: string[], waitMs = waits.following) =>
    new Promise<Reply>((resolve, reject) => {
      const id = ++last;
      waiting.delete(id - latest);
      const timer = setTimeout(() => {
        if (method === fetching) waiting.set(id, (reply) => keepLate(id, reply));
        else waiting.delete(id);
        reject(new Error('Kamailio does not answer'));
      }, waitMs);
      waiting.set(id, (reply) => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(reply);
      });
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }), port, '127.0.0.1', () => {});
    });
  const keepLate = (id: number, reply: Reply) => {
    waiting.delete(id);
    const event = eventIn(reply);
    if (event !== null) late.push(event);
  };
  const askSettings = (method: string) => {
    const once = () => ask(method, [], waits.settings);
    return once().catch(once);
  };
  return {
    async nextEvent() {
      return late.shift() ?? eventIn(await ask(fetching, ['calls']));
    },
    async knows(sid) {
      const { result, error } = await ask('dlg.dlg_list', [sid]);
      return error === undefined && Object.keys((result ?? {}) as object).length > 0;
    },
    async statistics() {
      const { result } = await ask('stats.get_statistics', ['all']);
      return Object.fromEntries(
        ((result ?? []) as string[]).map((line) => {
          const [name = '', value] = line.split(' = ');
          return [name, Number(value)];
        }),
      );
    },
    async settings() {
      const methods = ['core.version', 'core.psx', 'corex.list_sockets', 'core.shmmem'];
      // at once, so that all of it takes no longer than the slowest
      const answers = await Promise.all(methods.map(askSettings));
      const [version, processes, sockets, memory] = answers.map(({ result }) => result) as [
        string,
        { DSC: string }[],
        { PROTO: string; PORT: string }[],
        { total: number },
      ];
      return {
        version: /\d+(\.\d+)+/.exec(version)?.[0] ?? version,
        children: processes.filter(({ DSC }) => DSC.startsWith('udp receiver')).length,
        listens: sockets.map(({ PROTO, PORT }) => `${PROTO}:${PORT}`).join(' '),
        memoryBytes: memory.total,
      };
    },
    close: () => socket.close(),
  };
}

/** Null: a datagram that is no reply. */
function replyIn(datagram: Buffer): Reply | null {
  try {
    const reply = JSON.parse(datagram.toString());
    return typeof reply?.id === 'number' ? reply : null;
  } catch {
    return null;
  }
}

function eventIn({ result }: Reply): FetchedEvent | null {
  const { key, val } = (result ?? {}) as { key?: string; val?: string };
  return key === undefined || val === undefined ? null : { sid: key, event: readEvent(val) };
}

/** One line of Kamailio's queue: event, SIP status, seconds and microseconds since 1970. */
function readEvent(line: string): CallEvent {
  const [what, status, seconds, micros] = line.split(' ');
  const atMs = Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
  return { what: what as CallEvent['what'], sipStatus: Number(status), atMs };
}
