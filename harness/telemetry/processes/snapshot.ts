/** A process as the kernel tells it. */
export interface Process {
  pid: number;
  /** 0 where the parent is outside the VM: PID 1, and what `docker exec` starts. */
  parent: number;
  /** Start in ticks since the host started: with the pid it names a process for good. */
  start: number;
  name: string;
  /** CPU time in ticks: of its own threads, and of the children that it has waited for. */
  own: number;
  children: number;
  /** In pages: all that is in memory, and of it what is shared or mapped from files. */
  resident: number;
  shared: number;
}

/**
 * One process for all of a VM's: the shell becomes grep, which goes on where a process ends meanwhile. The proportional share
 * of each in memory (smaps_rollup) is not asked for: root in a container may read it of root's own processes only, so it would
 * take a process for each user, and it costs a walk through all page tables.
 */
export const SNAPSHOT_COMMAND = [
  ...['sh', '-c'],
  'exec grep -saH . /proc/[0-9]*/stat /proc/[0-9]*/statm /proc/[0-9]*/cmdline',
];

const READER = 'grep';

/** Two servers run under this name in a VM: the cache, and the queue server that carries jobs and live updates. */
const REDIS = 'redis-server';
/** The kernel names both alike: what the queue server is called here. */
const REDIS_QUEUE = `${REDIS} queue`;
/** The queue server's command line: the title that it gives itself, and before that the file that it was started with. */
const ofQueue = /:6380(?!\d)|\/queue\.conf/;

/** The processes in the lines that the command prints, the reader itself apart. A process without both lines has ended: left out. */
export function processesOf(text: string): Process[] {
  const found = new Map<string, Process>();
  const whole = new Map<string, Process>();
  for (const line of text.split('\n')) {
    const [, pid = '', file, rest = ''] = /^\/proc\/(\d+)\/(statm?|cmdline):(.*)$/.exec(line) ?? [];
    if (file === 'stat') {
      const process = fromStat(pid, rest);
      if (process !== null) found.set(pid, process);
    } else if (file === 'statm') {
      const process = found.get(pid);
      if (process === undefined || (process.parent === 0 && process.name === READER)) continue;
      const [, resident = 0, shared = 0] = rest.split(' ').map(Number);
      whole.set(pid, { ...process, resident, shared });
    } else if (file === 'cmdline') {
      const process = whole.get(pid);
      if (process?.name === REDIS && ofQueue.test(rest)) process.name = REDIS_QUEUE;
    }
  }
  return [...whole.values()];
}

/**
 * The same of a container whose processes this host can see, from its own /proc: a `docker exec` in each of 17 VMs would hold
 * up everything else for most of a second. Numbers are the host's; who leads the container is 1, as inside.
 */
export function processesSeen(
  pids: readonly number[],
  leader: number,
  textOf: (path: string) => string | null,
): Process[] {
  const lines = pids.flatMap((pid) =>
    filesOf(pid, textOf).map(([file, text]) => `/proc/${pid}/${file}:${text.trim()}`),
  );
  const inside = new Set(pids);
  const numbered = (pid: number) => (pid === leader ? 1 : inside.has(pid) ? pid : 0);
  return processesOf(lines.join('\n')).map((process) => ({
    ...process,
    pid: numbered(process.pid),
    parent: process.pid === leader ? 0 : numbered(process.parent),
  }));
}

/** What is read of a process; the command line only where the kernel's name does not do. */
function filesOf(pid: number, textOf: (path: string) => string | null): [file: string, text: string][] {
  const read = (file: string): [string, string][] => {
    const text = textOf(`/proc/${pid}/${file}`);
    return text === null ? [] : [[file, text]];
  };
  const stat = read('stat');
  const named = stat[0]?.[1].includes(`(${REDIS})`) ? read('cmdline') : [];
  return [...stat, ...read('statm'), ...named];
}

/** Fields after the name, which may itself hold spaces and brackets, counted from the third (state). */
function fromStat(pid: string, line: string): Process | null {
  const open = line.indexOf('(');
  const close = line.lastIndexOf(')');
  if (open < 0 || close < open) return null;
  const fields = line.slice(close + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  return {
    pid: Number(pid),
    parent: field(4),
    start: field(22),
    name: line.slice(open + 1, close),
    own: field(14) + field(15),
    children: field(16) + field(17),
    resident: 0,
    shared: 0,
  };
}
