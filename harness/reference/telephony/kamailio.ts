import { createSocket } from 'node:dgram';
import type { CallEvent } from './call-record.ts';

/** What Kamailio is asked by JSON-RPC. Every call rejects after a second without an answer. */
export interface Kamailio {
  /** The next event of a call, or null where none waits. Whoever has fetched it is the only one to have it. */
  nextEvent(): Promise<{ sid: string; event: CallEvent } | null>;
  /** Whether it knows a call that is being set up or talks. */
  knows(sid: string): Promise<boolean>;
  /** Its counters by name, such as `dialog:active_dialogs`. */
  statistics(): Promise<Record<string, number>>;
  /** What it runs with, by its own word: version, processes that take SIP, sockets, bytes that they share. */
  settings(): Promise<{ version: string; children: number; listens: string; memoryBytes: number }>;
  close(): void;
}

interface Reply {
  id: number;
  result?: unknown;
  error?: { message: string };
}

const waitMs = 1_000;

/** `port` is where its JSON-RPC takes datagrams on this VM. */
export function openKamailio(port: number): Kamailio {
  const socket = createSocket('udp4');
  socket.on('error', () => {});
  socket.bind(0, '127.0.0.1');
  const waiting = new Map<number, (reply: Reply) => void>();
  let last = 0;
  socket.on('message', (message) => {
    const reply = JSON.parse(message.toString()) as Reply;
    waiting.get(reply.id)?.(reply);
  });
  const ask = (method: string, params: string[]) =>
    new Promise<Reply>((resolve, reject) => {
      const id = ++last;
      const timer = setTimeout(() => {
        waiting.delete(id);
        reject(new Error('Kamailio does not answer'));
      }, waitMs);
      waiting.set(id, (reply) => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(reply);
      });
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }), port, '127.0.0.1', () => {});
    });
  return {
    async nextEvent() {
      const { result } = await ask('mqueue.fetch', ['calls']);
      const { key, val } = (result ?? {}) as { key?: string; val?: string };
      return key === undefined || val === undefined ? null : { sid: key, event: readEvent(val) };
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
      const answers = [];
      for (const method of ['core.version', 'core.psx', 'corex.list_sockets', 'core.shmmem'])
        answers.push((await ask(method, [])).result);
      const [version, processes, sockets, memory] = answers as [
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

/** One line of Kamailio's queue: event, SIP status, seconds and microseconds since 1970. */
function readEvent(line: string): CallEvent {
  const [what, status, seconds, micros] = line.split(' ');
  const atMs = Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
  return { what: what as CallEvent['what'], sipStatus: Number(status), atMs };
}
