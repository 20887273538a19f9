import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Root of the project, found from this file. */
export const projectRoot = resolve(import.meta.dirname, '..', '..');

/** The few things that users set in the environment, read once. */
export interface Environment {
  /** NO_COLOR, or output that is not a terminal: plain text. */
  colour: boolean;
  interactive: boolean;
  ci: boolean;
  /** CAPACITY_DSN: the address of a database to seed, where no command line shows it. */
  dsn: string | null;
  /** CAPACITY_DOCUMENT: where the planning document lies. */
  document: string | null;
  columns: number;
}

export function readEnvironment(): Environment {
  // a terminal that tells no width (a pty made by another program) cannot be drawn on
  const wide = (process.stdout.columns ?? 0) > 0 && (process.stderr.columns ?? 0) > 0;
  const interactive = wide && process.stdout.isTTY === true && process.env.CI === undefined;
  return {
    interactive,
    colour: interactive && (process.env.NO_COLOR ?? '') === '' && process.env.TERM !== 'dumb',
    ci: process.env.CI !== undefined,
    dsn: process.env.CAPACITY_DSN || null,
    document: process.env.CAPACITY_DOCUMENT || null,
    columns: process.stdout.columns || 100,
  };
}

/** Version of the harness, from package.json. */
export function harnessVersion(): string {
  const text = readFileSync(join(projectRoot, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Commit of the checkout, with `-dirty` where files differ from it; null outside a checkout. */
export function harnessCommit(): string | null {
  if (!existsSync(join(projectRoot, '.git'))) return null;
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: projectRoot, stdio: ['ignore', 'pipe', 'ignore'] })
        .toString()
        .trim();
    const dirty = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '-dirty';
    return git('rev-parse', '--short=12', 'HEAD') + dirty;
  } catch {
    return null;
  }
}

/** What a level file may be filled with: images of the user's own, and the engine of a WAHA of their own. */
const levelVariableNames = ['CRM_IMAGE', 'WAHA_IMAGE', 'TELEPHONY_IMAGE', 'WHATSAPP_DEFAULT_ENGINE'] as const;

/** Those of them that are set, and the VM image under its own name. */
export function levelVariables(): Record<string, string> {
  const set = levelVariableNames.flatMap((name) => {
    const value = process.env[name]?.trim();
    return value ? [[name, value] as const] : [];
  });
  return { ...Object.fromEntries(set), CAPACITY_VM_IMAGE: builtVmImage() ?? 'capacity-vm:latest' };
}

/** The VM image that set-up built last; null where set-up has not run. */
export function builtVmImage(): string | null {
  const file = join(projectRoot, 'harness', 'vm', '.context', 'tag');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

/** Where a path that the user typed lies: relative to where they stand, not to the project. */
export function userPath(path: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}
