import { createSocket } from 'node:dgram';

type Value = string | number | Value[] | { [key: string]: Value };

/**
 * Asks rtpengine for its statistics (its control protocol `ng`: a cookie, then a bencoded command). `port` is where it listens
 * on this VM. Rejects after `waitMs` without an answer.
 */
export async function rtpengineStatistics(port: number, waitMs = 1_000): Promise<{ [key: string]: Value }> {
  const socket = createSocket('udp4');
  const cookie = `s${Math.round(performance.now())}`;
  try {
    const reply = await new Promise<Buffer>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('rtpengine does not answer')), waitMs);
      socket.on('error', reject);
      socket.on('message', (message) => {
        clearTimeout(timer);
        resolve(message);
      });
      socket.send(`${cookie} d7:command10:statisticse`, port, '127.0.0.1');
    });
    const { statistics } = bdecode(reply.subarray(cookie.length + 1)) as { [key: string]: Value };
    return statistics as { [key: string]: Value };
  } finally {
    socket.close();
  }
}

/** The media ports that it may use, by its own word, such as `30000-31199`. Asked for four seconds, and once more. */
export async function rtpenginePorts(port: number): Promise<string> {
  const once = () => rtpengineStatistics(port, 4_000);
  const { interfaces } = (await once().catch(once)) as {
    interfaces?: { ports: { min: number; max: number } }[];
  };
  return (interfaces ?? []).map(({ ports }) => `${ports.min}-${ports.max}`).join(' ');
}

/** Reads one bencoded value. Throws where the bytes are none. */
export function bdecode(bytes: Buffer): Value {
  let at = 0;
  const upTo = (mark: string) => {
    const end = bytes.indexOf(mark, at);
    if (end < 0) throw new Error('bencode: cut short');
    const text = bytes.toString('latin1', at, end);
    at = end + 1;
    return text;
  };
  const value = (): Value => {
    const kind = String.fromCharCode(bytes[at] ?? 0);
    if (kind === 'i') {
      at++;
      return Number(upTo('e'));
    }
    if (kind === 'l' || kind === 'd') {
      at++;
      const items: Value[] = [];
      while (String.fromCharCode(bytes[at] ?? 0) !== 'e') items.push(value());
      at++;
      return kind === 'l' ? items : pairs(items);
    }
    const length = Number(upTo(':'));
    if (!Number.isInteger(length) || at + length > bytes.length) throw new Error('bencode: cut short');
    at += length;
    return bytes.toString('latin1', at - length, at);
  };
  return value();
}

function pairs(items: Value[]): { [key: string]: Value } {
  const entries: [string, Value][] = [];
  for (let n = 0; n + 1 < items.length; n += 2) entries.push([String(items[n]), items[n + 1] as Value]);
  return Object.fromEntries(entries);
}
