import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

let bundled: string | undefined;

/**
 * The code of a thread in one piece of JavaScript. A thread that loads its modules through tsx takes five times as long
 * to start and 60 MB more, most of it for Faker, which no row needs.
 */
export function threadCode(): string {
  bundled ??= buildSync({
    entryPoints: [fileURLToPath(new URL('./thread.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'silent',
  }).outputFiles[0]?.text;
  if (bundled === undefined) throw new Error('esbuild made no file');
  return bundled;
}
