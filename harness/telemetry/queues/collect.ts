import { z } from 'zod';
import type { QueuesData } from '../../core/evidence/outside.ts';
import { defineCollector, type Timed, type Window } from '../collector.ts';
import { type HttpText, httpText } from '../http-text.ts';
import { around, steadyGrowth } from '../series.ts';

const count = z.number().int().nonnegative();
const depthSchema = z.object({
  name: z.string(),
  waiting: count,
  active: count,
  delayed: count,
  failed: count,
  completed: count,
  oldestWaitingMs: z.number().nonnegative().nullable(),
});
const pageSchema = z.object({ queues: z.array(depthSchema) });

type Depth = Omit<z.infer<typeof depthSchema>, 'name'>;
type Reading = Record<string, Depth>;

/** What the CRM's `/queuez` says, by queue. Throws where it is not what the contract has. */
export function readingOf(page: string): Reading {
  const parsed = pageSchema.safeParse(parsedOf(page));
  if (!parsed.success) throw new Error(`the CRM's queues cannot be read: ${parsed.error.issues[0]?.message}`);
  return Object.fromEntries(parsed.data.queues.map(({ name, ...depth }) => [name, depth]));
}

function parsedOf(page: string): unknown {
  try {
    return JSON.parse(page);
  } catch {
    return null;
  }
}

const none: Depth = { waiting: 0, active: 0, delayed: 0, failed: 0, completed: 0, oldestWaitingMs: null };

function oldest(ages: readonly (number | null)[]): number | null {
  const waited = ages.filter((age) => age !== null);
  return waited.length === 0 ? null : Math.max(...waited);
}

function completedOf(readings: readonly Timed<Reading>[], window: Window, name: string): number | null {
  try {
    return Math.round(steadyGrowth(readings, window, (r) => (r[name] ?? none).completed));
  } catch {
    return null;
  }
}

/** The job queues' depth and age, from the CRM itself. All application VMs have the same queues: the first that answers is asked. */
export default defineCollector<'queues', Reading, { vm: string }>({
  id: 'queues',
  source: 'the CRM’s /queuez, one reading every 5 seconds',
  everyMs: 5000,
  applies: ({ vms }) => vms.some(({ roles }) => roles.includes('app') && roles.includes('nginx')),
  async open({ level }) {
    const servers = level.vms
      .filter(({ roles }) => roles.includes('app') && roles.includes('nginx'))
      .map((vm) => ({ vm: vm.name, http: httpText(() => vm.port(8082)) }));
    let asked = servers[0] as { vm: string; http: HttpText };
    return {
      async read() {
        const faults: string[] = [];
        for (const server of [asked, ...servers.filter((one) => one !== asked)]) {
          try {
            const reading = readingOf(await server.http.get('/.vm/queues'));
            asked = server;
            return reading;
          } catch (error) {
            faults.push(`${server.vm}: ${(error as Error).message}`);
          }
        }
        throw new Error(faults.join('; '));
      },
      facts: async () => ({ vm: asked.vm }),
      close: async () => void (await Promise.all(servers.map(({ http }) => http.close()))),
    };
  },
  reduce(readings, { vm }, window): QueuesData {
    const seen = around(readings, window);
    if (seen.length === 0) throw new Error('no readings around the window');
    steadyGrowth(readings, window, () => 0); // throws where the readings do not cover the window
    const names = [...new Set(seen.flatMap(({ reading }) => Object.keys(reading)))].sort();
    const depths = (name: string) => seen.map(({ reading }) => reading[name] ?? none);
    return {
      vm,
      queues: names.map((name) => ({
        name,
        waitingMax: Math.max(...depths(name).map(({ waiting }) => waiting)),
        activeMax: Math.max(...depths(name).map(({ active }) => active)),
        delayedMax: Math.max(...depths(name).map(({ delayed }) => delayed)),
        failed: depths(name).at(-1)?.failed ?? 0,
        completed: completedOf(readings, window, name),
        oldestWaitingMaxMs: oldest(depths(name).map(({ oldestWaitingMs }) => oldestWaitingMs)),
      })),
      observations: seen.length,
      seconds: seen.map(({ atMs, reading }) => {
        const all = Object.values(reading);
        return {
          t: Math.round((atMs - window.loadFromMs) / 1000),
          waiting: all.reduce((sum, { waiting }) => sum + waiting, 0),
          active: all.reduce((sum, { active }) => sum + active, 0),
          oldestWaitingMs: oldest(all.map(({ oldestWaitingMs }) => oldestWaitingMs)),
        };
      }),
    };
  },
});
