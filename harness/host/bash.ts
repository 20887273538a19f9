import { execFileSync } from 'node:child_process';

/**
 * What a bash script prints, run with these variables and nothing else of this process's environment but PATH. Throws
 * where it fails; what it said is on standard error then.
 */
export function runBash(script: string, variables: Record<string, string>): string {
  return execFileSync('bash', ['--norc', '-c', script], {
    stdio: ['ignore', 'pipe', 'inherit'], // on a socket bash would take itself for a remote shell and read .bashrc
    env: { PATH: process.env.PATH, ...variables },
    encoding: 'utf8',
  });
}
