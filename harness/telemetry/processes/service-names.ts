import type { Process } from './snapshot.ts';

/** What runs the others: PID 1, the supervisor, and its listener. */
const SUPERVISOR = 'supervisor';
/** What was started from outside the VM and belongs to none of its services. */
export const EXEC = 'docker exec';

const services: readonly [RegExp, string][] = [
  [/^postgres$/, 'postgres'],
  [/^pgbouncer$/, 'pgbouncer'],
  [/^redis-server$/, 'redis'],
  [/^redis-server queue$/, 'redis-queue'],
  [/^nginx$/, 'nginx'],
  [/^crm (master|worker)( |$)/, 'crm'],
  [/^haproxy$/, 'haproxy'],
  [/^(postfix-script|master)$/, 'postfix'],
  [/^prometheus$/, 'prometheus'],
  [/^prometheus-/, 'exporters'], // the kernel keeps 15 letters of a name
  [/^swift-/, 'swift'],
  // what stands in for the world outside names its processes by what it stands for
  [/^waha( |$)/, 'waha'],
  [/^telephony( |$)/, 'telephony'],
  [/^(outside|phones)( |$)/, 'outside'],
  [/^kamailio$/, 'kamailio'],
  [/^rtpengine$/, 'rtpengine'],
  [/^sipp$/, 'sipp'],
];
/** Those that another service starts and that are told apart from it all the same. */
const apart: readonly [RegExp, string][] = [[/^crm jobs( |$)/, 'crm-jobs']];
const shells = /^(ba|da)?sh$/;

const serviceIn = (among: readonly [RegExp, string][], line: readonly Process[]) =>
  line.flatMap(({ name }) => among.find(([pattern]) => pattern.test(name))?.[1] ?? [])[0];

/**
 * The service of each process by its pid. What a service starts belongs to it, whatever it is called; a process of no known
 * service, such as that of a CRM of one's own, is named after itself.
 */
export function servicesOf(processes: readonly Process[]): Map<number, string> {
  const byPid = new Map(processes.map((process) => [process.pid, process]));
  return new Map(processes.map((process) => [process.pid, serviceOf(process, byPid)]));
}

function serviceOf(process: Process, byPid: ReadonlyMap<number, Process>): string {
  const line = [process];
  for (let at = byPid.get(process.parent); at !== undefined && !isSupervisor(at); at = byPid.get(at.parent)) {
    if (line.length > byPid.size) break; // a pid was given anew while they were read: no way up
    line.unshift(at);
  }
  const [first] = line as [Process];
  if (isSupervisor(first)) return SUPERVISOR;
  if (first.parent === 0) return EXEC;
  const service = serviceIn(apart, line) ?? serviceIn(services, line);
  return service ?? line.find(({ name }) => !shells.test(name))?.name ?? SUPERVISOR;
}

function isSupervisor({ pid, name }: Process): boolean {
  return pid === 1 || name === 'supervisord';
}
