import { spawnSync } from 'node:child_process';

/** How long `taskset` may take to say whether it can. */
const ASK_MS = 2000;

/** A program and its first arguments that start another one on these cores alone. */
export function taskset(cores: readonly number[]): [command: string, ...args: string[]] {
  return ['taskset', '-c', cores.join(',')];
}

/** Whether a process of ours can be held to these cores: `taskset` is there (Linux) and the system allows them. */
export function canPin(cores: readonly number[]): boolean {
  if (cores.length === 0) return false;
  const [command, ...args] = taskset(cores);
  const asked = spawnSync(command, [...args, process.execPath, '--version'], {
    stdio: 'ignore',
    timeout: ASK_MS,
  });
  return asked.status === 0;
}
