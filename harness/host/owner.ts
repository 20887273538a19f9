import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * A process, told apart from every other on this and on other machines: host name, process id, and when it started, for a
 * process id is given again. It marks a lock and what a run has on the engine.
 */
export type Owner = string;

/** When a process began, in the kernel's ticks since boot; '0' where that cannot be read (not Linux). */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // after the name in parentheses, which may hold anything; field 22 of the line
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
  } catch {
    return '0';
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** This process. */
export function thisOwner(): Owner {
  return `${hostname()}/${process.pid}/${startOf(process.pid)}`;
}

/** Whether an owner still lives; `elsewhere` where that cannot be known, because it is another machine's. */
export function fateOf(owner: Owner): 'alive' | 'dead' | 'elsewhere' {
  const [host, pidText, start] = owner.split('/');
  const pid = Number(pidText);
  if (host !== hostname()) return 'elsewhere';
  if (!Number.isInteger(pid) || pid <= 0 || !isRunning(pid)) return 'dead';
  return start === startOf(pid) ? 'alive' : 'dead';
}

/** The process id of an owner, for a message. */
export function pidOf(owner: Owner): string {
  return owner.split('/')[1] ?? '?';
}
