import { Redis } from 'ioredis';

/** Hears what is published, by one connection of its own. */
export interface Subscriber {
  /** Resolves once it hears; begins with the first call. Rejects where that takes more than two seconds. */
  subscribed(): Promise<void>;
  close(): void;
}

const answerWithinMs = 2_000;
const askEveryMs = 5_000;
const againAfterMs = 200;

/**
 * Hears a channel. `addresses` as for `openRedis`; in a cluster every node passes on everything, so it is connected to one, and
 * goes on to the next where that is lost or silent. What is published meanwhile is not heard.
 */
export function openSubscriber(addresses: string, channel: string, hear: (text: string) => void): Subscriber {
  const urls = addresses.split(/\s+/).filter(Boolean);
  let tried = 0;
  let client: Redis | null = null;
  let again: NodeJS.Timeout | undefined;
  let hears = false;
  let closed = false;
  const waiting = new Set<() => void>();

  function connect(): void {
    const one = new Redis(urls[tried++ % urls.length] as string, {
      // of the third protocol, because there a subscriber's ping is answered like any other's
      protocol: 3,
      connectTimeout: answerWithinMs,
      commandTimeout: answerWithinMs,
      retryStrategy: () => null,
      autoResubscribe: false,
    });
    client = one;
    one.on('error', () => {});
    one.on('message', (_, text) => hear(text));
    one.on('ready', () => {
      one.subscribe(channel).then(
        () => {
          hears = true;
          for (const resolve of waiting) resolve();
          waiting.clear();
        },
        () => one.disconnect(),
      );
    });
    one.on('end', () => {
      hears = false;
      if (!closed) again = setTimeout(connect, againAfterMs);
    });
  }
  const asking = setInterval(() => {
    if (hears) client?.ping().catch(() => client?.disconnect());
  }, askEveryMs);
  asking.unref();

  return {
    async subscribed() {
      if (client === null && !closed) connect();
      if (hears) return;
      await new Promise<void>((resolve, reject) => {
        const late = setTimeout(() => {
          waiting.delete(done);
          reject(new Error('Command timed out'));
        }, answerWithinMs);
        const done = () => {
          clearTimeout(late);
          resolve();
        };
        waiting.add(done);
      });
    },
    close() {
      closed = true;
      clearTimeout(again);
      clearInterval(asking);
      client?.disconnect();
    },
  };
}
