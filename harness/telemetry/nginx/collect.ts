import type { NginxData } from '../../core/evidence/services.ts';
import { defineCollector, type Timed, type Window } from '../collector.ts';
import { httpText } from '../http-text.ts';
import { type PerVm, readEach, reduceEach } from '../per-vm.ts';
import { inside, steadyGrowth } from '../series.ts';

const names = ['cache_hit', 'cache_miss', 'cache_other', 'limited', 'static', 'api', 'other'] as const;

/** The counters by name, and the connections that are open. */
type Reading = Record<(typeof names)[number], number> & { connections: number };

/** What `/.vm/status` and `/.vm/counts` say. Throws where one of them lacks a figure. */
export function readingOf(status: string, counts: string): Reading {
  const connections = /^Active connections: (\d+)/.exec(status)?.[1];
  if (connections === undefined) throw new Error('Nginx does not tell its connections');
  const lines = new Map(counts.split('\n').map((line) => line.split('\t') as [string, string | undefined]));
  const reading = { connections: Number(connections) } as Reading;
  for (const name of names) {
    const text = lines.get(name);
    if (text === undefined || !/^\d+$/.test(text)) throw new Error(`Nginx does not tell ${name}`);
    reading[name] = Number(text);
  }
  return reading;
}

function reduceServer(readings: Timed<Reading>[], vm: string, window: Window): NginxData['servers'][number] {
  const seen = inside(readings, window);
  if (seen.length === 0) throw new Error('no reading in the window');
  const grown = (name: keyof Reading) => Math.round(steadyGrowth(readings, window, (r) => r[name]));
  const [hits, misses] = [grown('cache_hit'), grown('cache_miss')];
  const [ofStatic, api, limited] = [grown('static'), grown('api'), grown('limited')];
  return {
    vm,
    // each request is counted under one of these, and once more under what the cache did
    requests: ofStatic + api + limited + grown('other'),
    static: ofStatic,
    api,
    connectionsMax: Math.max(...seen.map(({ reading }) => reading.connections)),
    cacheHits: hits,
    cacheMisses: misses,
    cacheOther: grown('cache_other'),
    cacheHitRatio: hits + misses > 0 ? hits / (hits + misses) : null,
    limited,
    observations: seen.length,
  };
}

/** What every Nginx was asked for and what its cache answered, from its own counters. */
export default defineCollector<'nginx', PerVm<Reading>, null>({
  id: 'nginx',
  source: 'stub_status and request counters of every Nginx, one reading a second',
  applies: ({ vms }) => vms.some(({ roles }) => roles.includes('nginx') || roles.includes('cdn')),
  async open({ level }) {
    const servers = level.vms
      .filter(({ roles }) => roles.includes('nginx') || roles.includes('cdn'))
      .map((vm) => ({ vm: vm.name, http: httpText(() => vm.port(8082)) }));
    const sources = servers.map(({ vm, http }) => ({
      vm,
      async read() {
        const [status, counts] = [await http.get('/.vm/status'), await http.get('/.vm/counts')];
        return readingOf(status, counts);
      },
    }));
    return {
      read: () => readEach(sources),
      facts: async () => null,
      close: async () => void (await Promise.all(servers.map(({ http }) => http.close()))),
    };
  },
  reduce(readings, _, window) {
    const { rows, notObserved } = reduceEach(readings, (own, vm) => reduceServer(own, vm, window));
    return { servers: rows, notObserved };
  },
});
