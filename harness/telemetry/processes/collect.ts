import type { ProcessesData } from '../../core/evidence/services.ts';
import { readTextIfThere } from '../../host/files.ts';
import type { StartedLevel } from '../../topology/start-level.ts';
import { defineCollector, type Timed, type Window } from '../collector.ts';
import { controlGroupOf } from '../control-group.ts';
import { type PerVm, readEach, reduceEach } from '../per-vm.ts';
import { around, growth } from '../series.ts';
import { cpuAccount } from './cpu-account.ts';
import { EXEC, servicesOf } from './service-names.ts';
import { type Process, processesOf, processesSeen, SNAPSHOT_COMMAND } from './snapshot.ts';

/** Units of the kernel. */
interface Facts {
  pageBytes: number;
  ticksPerSecond: number;
}

type Service = ProcessesData['vms'][number]['services'][number];

/** Pages and processes of each service in one snapshot. */
function sizesOf(processes: readonly Process[]): Map<string, { pages: number; processes: number }> {
  const services = servicesOf(processes);
  const sums = new Map<string, { unshared: number; shared: number; processes: number }>();
  for (const { pid, resident, shared } of processes) {
    const service = services.get(pid) as string;
    const sum = sums.get(service) ?? { unshared: 0, shared: 0, processes: 0 };
    sum.unshared += Math.max(0, resident - shared);
    sum.shared = Math.max(sum.shared, shared);
    sum.processes += 1;
    sums.set(service, sum);
  }
  return new Map(
    [...sums].map(([service, sum]) => [
      service,
      { pages: sum.unshared + sum.shared, processes: sum.processes },
    ]),
  );
}

function reduceVm(
  readings: readonly Timed<Process[]>[],
  vm: string,
  { window, facts }: { window: Window; facts: Facts },
): ProcessesData['vms'][number] {
  const account = cpuAccount(readings);
  const seen = around(readings, window);
  const sizes = seen.map(({ reading }) => sizesOf(reading));
  const names = new Set([
    ...Object.keys(account.at(-1)?.reading ?? {}),
    ...sizes.flatMap((size) => [...size.keys()]),
  ]);
  names.delete(EXEC); // ours: what of it ran from one reading to the next would say nothing
  const services = [...names].map((service): Service => {
    const ticks = growth(account, window, (r) => r[service] ?? 0);
    const own = sizes.flatMap((size) => size.get(service) ?? []);
    return {
      service,
      cpuSeconds: ticks / facts.ticksPerSecond,
      memoryMaxBytes: Math.max(0, ...own.map(({ pages }) => pages)) * facts.pageBytes,
      processesMax: Math.max(0, ...own.map(({ processes }) => processes)),
    };
  });
  return {
    vm,
    services: services
      .filter(({ cpuSeconds, processesMax }) => cpuSeconds > 0 || processesMax > 0)
      .sort((a, b) => b.cpuSeconds - a.cpuSeconds),
    observations: seen.length,
  };
}

type Vm = StartedLevel['vms'][number];

/** Reads a VM from this host's own /proc where that shows its processes, else by a command inside. */
async function readerOf(vm: Vm): Promise<() => Promise<Process[]>> {
  const { Id, State } = await vm.container.inspect();
  const group = controlGroupOf(Id, State.Pid);
  return async () => {
    const pids = group?.processes() ?? null;
    return pids === null
      ? processesOf((await vm.exec(SNAPSHOT_COMMAND)).stdout)
      : processesSeen(pids, State.Pid, readTextIfThere);
  };
}

/** CPU and memory of what runs in every VM. */
export default defineCollector<'processes', PerVm<Process[]>, Facts>({
  id: 'processes',
  source:
    '/proc of the host, or of each VM where the engine has a host of its own, one reading every 15 seconds',
  everyMs: 15_000,
  async open({ level }) {
    // an image of the user's own may have no such command; the kernel is the same
    const first = level.vms.find((vm) => !vm.foreign) ?? level.vms[0];
    const answer = await first?.exec(['sh', '-c', 'getconf PAGESIZE; getconf CLK_TCK']);
    const [pageBytes = 0, ticksPerSecond = 0] = (answer?.stdout ?? '').trim().split('\n').map(Number);
    if (!(pageBytes > 0 && ticksPerSecond > 0)) throw new Error('a VM does not tell the units of its kernel');
    const sources = await Promise.all(
      level.vms.map(async (vm) => {
        const readVm = await readerOf(vm);
        return {
          vm: vm.name,
          async read() {
            const processes = await readVm();
            if (processes.length === 0) throw new Error('no process can be read');
            return processes;
          },
        };
      }),
    );
    return {
      read: () => readEach(sources),
      facts: async () => ({ pageBytes, ticksPerSecond }),
      close: async () => {},
    };
  },
  reduce(readings, facts, window) {
    const { rows, notObserved } = reduceEach(readings, (own, vm) => reduceVm(own, vm, { window, facts }));
    return { vms: rows, notObserved };
  },
});
