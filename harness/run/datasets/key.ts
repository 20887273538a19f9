import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ResolvedRequest } from '../../../seed/request.ts';
import { projectRoot } from '../../host/environment.ts';

/** A file that decides what a data directory holds, or how. */
export interface Source {
  /** From the root of the project, with slashes. */
  path: string;
  text: string;
}

const KEY_LENGTH = 12;

/** Folders and files that decide bytes: what generates rows, and what lays the cluster that they go into. */
const deciding = [
  'seed',
  'scenarios/lib/dealing.ts',
  'scenarios/lib/staff.ts',
  'harness/vm/roles/postgres',
  'harness/vm/Dockerfile',
];

/** What stands among them and decides nothing: tests, measurements, documentation, other ways out. */
const beside =
  /(^|\/)node_modules\/|\.(test|bench)\.ts$|\.md$|^seed\/(.*\/)?(testing|bench|csv)\/|^seed\/throwaway-vm\.ts$/;

/**
 * What a dataset of the request is known by: the same only for the same bytes, made by the same sources, in the same
 * format. Short, of hexadecimal digits.
 */
export function datasetKey(request: ResolvedRequest, sources: readonly Source[]): string {
  const hash = createHash('sha256').update(canonical(request));
  for (const { path, text } of sources) hash.update(`\0${path}\0${text.length}\0${text}`);
  return hash.digest('hex').slice(0, KEY_LENGTH);
}

/** The sources under `root`, in order of path, and the versions of the packages that they use. */
export function datasetSources(root = projectRoot): Source[] {
  const sources = deciding
    .flatMap((path) => filesUnder(join(root, path)))
    .map((file) => ({ path: relative(root, file).replaceAll('\\', '/'), text: readFileSync(file, 'utf8') }))
    .filter(({ path }) => !beside.test(path))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return [...sources, { path: 'package.json', text: packagesOf(sources, root) }];
}

function filesUnder(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [path];
    throw error;
  }
}

/** Pinned versions of the packages that the sources import: names and random numbers come from some of them. */
function packagesOf(sources: readonly Source[], root: string): string {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const imported = sources.flatMap(({ text }) => [...text.matchAll(/from '([^'.][^']*)'/g)]);
  return Object.entries(dependencies)
    .filter(([name]) => imported.some(([, from]) => from === name || from?.startsWith(`${name}/`)))
    .map(([name, version]) => `${name}@${version}`)
    .sort()
    .join('\n');
}

/** JSON whose fields stand in order of name, at every depth. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
