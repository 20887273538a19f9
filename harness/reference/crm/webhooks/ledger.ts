import { log } from '../log.ts';
import type { RedisCommands } from '../redis.ts';
import type { Reason } from './refused.ts';

/** How a webhook was answered. */
export type Outcome = 'accepted' | 'repeated' | 'ping' | Reason;

/** What came of the webhooks, over all processes. */
export interface Ledger {
  /** Counts one. `tenant` is a name from the database, or null: what a caller made up is not written down. */
  count(source: string, outcome: Outcome, tenant: string | null): void;
  /**
   * Counts since Redis was filled, by source and outcome. Up to a few seconds of a process that died are missing, and a few
   * seconds are there twice where Redis counted them and its answer was lost: the database says what was kept.
   */
  read(): Promise<LedgerCount[]>;
  /** Writes down what is not yet written. */
  close(): Promise<void>;
}

interface LedgerCount {
  source: string;
  outcome: string;
  count: number;
}

/** Counts are written, and refusals logged, once in so many milliseconds: a flood of forgeries is one line each time. */
const writeEveryMs = 5_000;
const mostInLine = 12;
const key = 'webhooks:counts';
const addScript = `for i = 1, #ARGV, 2 do redis.call('HINCRBY', KEYS[1], ARGV[i], ARGV[i + 1]) end`;
const readScript = `return redis.call('HGETALL', KEYS[1])`;
const answered: ReadonlySet<string> = new Set(['accepted', 'repeated', 'ping']);

export function createLedger(
  redis: Pick<RedisCommands, 'eval'>,
  write: (line: string) => void = log,
): Ledger {
  let counts = new Map<string, number>();
  let refusals = new Map<string, number>();

  async function flush(): Promise<void> {
    tell();
    if (counts.size === 0) return;
    const taken = counts;
    counts = new Map();
    await redis.eval(addScript, 1, key, ...[...taken].flat()).catch(() => {
      // Redis is away: they are written later. One that did it and answered too late does it twice.
      for (const [name, count] of taken) add(counts, name, count);
    });
  }

  function tell(): void {
    if (refusals.size === 0) return;
    const lines = [...refusals].sort(([, a], [, b]) => b - a);
    refusals = new Map();
    const shown = lines.slice(0, mostInLine).map(([name, count]) => `${name} ${count}`);
    const rest = lines.length > mostInLine ? ` and ${lines.length - mostInLine} more kinds` : '';
    write(`webhooks refused: ${shown.join(', ')}${rest}`);
  }

  const timer = setInterval(() => void flush(), writeEveryMs);
  timer.unref();
  return {
    count(source, outcome, tenant) {
      add(counts, `${source}:${outcome}`, 1);
      if (!answered.has(outcome))
        add(refusals, `${source}${tenant === null ? '' : ` of ${tenant}`} (${outcome})`, 1);
    },
    async read() {
      await flush();
      return pairs((await redis.eval(readScript, 1, key)) as string[]);
    },
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}

function add(to: Map<string, number>, name: string, count: number): void {
  to.set(name, (to.get(name) ?? 0) + count);
}

function pairs(flat: readonly string[]): LedgerCount[] {
  const counts: LedgerCount[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) {
    const [source = '', outcome = ''] = (flat[at] as string).split(':');
    counts.push({ source, outcome, count: Number(flat[at + 1]) });
  }
  return counts.sort((a, b) => `${a.source}:${a.outcome}`.localeCompare(`${b.source}:${b.outcome}`));
}
