import { z } from 'zod';
import type { WahaData } from '../../core/evidence/outside.ts';
import { defineCollector, type Timed, type Window } from '../collector.ts';
import { type PerVm, reduceEach } from '../per-vm.ts';
import { around, steadyGrowth } from '../series.ts';
import { pagesOf, standInsOf } from '../stand-ins.ts';

const count = z.number().int().nonnegative();
const ledgerSchema = z.object({
  all: z.object({
    ...{ received: count, accepted: count, sent: count, doubled: count, open: count },
    /** By the status that they were answered with. */
    refused: z.record(z.string(), count),
    /** By the kind of the fault. */
    misanswered: z.record(z.string(), count),
    webhooks: z.object({ delivered: count, retried: count, givenUp: count, dropped: count }),
  }),
});

type Reading = Omit<WahaData['servers'][number], 'vm' | 'observations'>;

const sumOf = (counts: Record<string, number>) => Object.values(counts).reduce((sum, n) => sum + n, 0);

/** The totals of a ledger, whatever else it has. Throws where one is missing. */
export function readingOf(page: string): Reading {
  const parsed = ledgerSchema.safeParse(JSON.parse(page));
  if (!parsed.success) throw new Error(`the ledger does not tell ${parsed.error.issues[0]?.path.join('.')}`);
  const { refused, misanswered, webhooks, ...rest } = parsed.data.all;
  return {
    ...rest,
    refused: sumOf(refused),
    misanswered: sumOf(misanswered),
    webhooksDelivered: webhooks.delivered,
    webhooksRetried: webhooks.retried,
    webhooksGivenUp: webhooks.givenUp,
    webhooksDropped: webhooks.dropped,
  };
}

function reduceServer(readings: Timed<Reading>[], vm: string, window: Window): WahaData['servers'][number] {
  // of the sends that are open, how many there are counts: their number falls as well
  const grown = (name: keyof Reading) =>
    name === 'open'
      ? (seen.at(-1)?.reading.open ?? 0)
      : Math.round(steadyGrowth(readings, window, (r) => r[name]));
  const seen = around(readings, window);
  steadyGrowth(readings, window, () => 0); // throws where the readings do not cover the window
  const names = Object.keys(readings[0]?.reading ?? {}) as (keyof Reading)[];
  const totals = Object.fromEntries(names.map((name) => [name, grown(name)])) as Reading;
  return { vm, ...totals, observations: seen.length };
}

/** What every WAHA stand-in took, sent and told, from its own ledger. One that began anew has forgotten: it is not observed. */
export default defineCollector<'waha', PerVm<Reading>, null>({
  id: 'waha',
  source: 'the ledger of every WAHA stand-in, one reading every 5 seconds',
  everyMs: 5000,
  applies: (level) => standInsOf(level, 'waha').length > 0,
  open: async ({ level }) => pagesOf(standInsOf(level, 'waha'), { port: 3900, path: '/ledger' }, readingOf),
  reduce(readings, _, window) {
    const { rows, notObserved } = reduceEach(readings, (own, vm) => reduceServer(own, vm, window));
    return { servers: rows, notObserved };
  },
});
