import type { Role } from '../core/level.ts';
import type { StartedLevel } from '../topology/start-level.ts';
import type { Source } from './collector.ts';
import { httpText } from './http-text.ts';
import { type PerVm, readEach } from './per-vm.ts';

type Vm = StartedLevel['vms'][number];

/** The VMs of a role that run this project's stand-in: one of the user's own keeps no ledger for us. */
export function standInsOf(level: Pick<StartedLevel, 'vms'>, role: Role): Vm[] {
  return level.vms.filter(({ roles, owner }) => roles.includes(role) && owner !== 'user');
}

/** Reads one page of each of them, on the port that it is administered on. */
export function pagesOf<Reading>(
  vms: readonly Vm[],
  page: { port: number; path: string },
  readingOf: (text: string) => Reading,
): Source<PerVm<Reading>, null> {
  const servers = vms.map((vm) => ({ vm: vm.name, http: httpText(() => vm.port(page.port)) }));
  const sources = servers.map(({ vm, http }) => ({
    vm,
    read: async () => readingOf(await http.get(page.path)),
  }));
  return {
    read: () => readEach(sources),
    facts: async () => null,
    close: async () => void (await Promise.all(servers.map(({ http }) => http.close()))),
  };
}
