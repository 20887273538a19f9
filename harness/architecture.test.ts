import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Folder -> folders it may import (itself always). `harness/core` is pure and stands at the bottom. */
const allowed: Record<string, string[]> = {
  scenarios: [],
  seed: ['scenarios', 'harness/host', 'harness/core'],
  'harness/core': [],
  'harness/stats': ['harness/core'],
  'harness/claims': ['harness/stats', 'harness/core'],
  'harness/host': ['harness/core'],
  'harness/setup': [],
  'harness/vm': [],
  'harness/reference': ['scenarios'],
  'harness/topology': ['harness/host', 'harness/core'],
  'harness/load': ['scenarios', 'harness/host', 'harness/stats', 'harness/core'],
  'harness/telemetry': ['harness/topology', 'harness/host', 'harness/core'],
  'harness/run': [
    'harness/claims',
    'harness/stats',
    'harness/topology',
    'harness/load',
    'harness/telemetry',
    'harness/host',
    'harness/core',
    'seed',
    'scenarios',
  ],
  reports: ['harness/core'],
  'harness/cli': [
    'harness/run',
    'harness/load',
    'harness/topology',
    'harness/host',
    'harness/core',
    'harness/claims',
    'seed',
    'scenarios',
    'reports',
  ],
};

/** What a file may not touch, and the folders that may: everything ambient lives in `harness/host`. */
const ambient: [RegExp, string][] = [
  [/\bprocess\.env\b/, 'the environment'],
  [/\bDate\.now\(|\bnew Date\(\)/, 'the wall clock'],
  [/\bMath\.random\(/, 'unseeded randomness'],
];
const mayBeAmbient = ['harness/host', 'harness/setup', 'harness/vm', 'harness/reference'];

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.m?ts$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

const files = ['harness', 'scenarios', 'seed', 'reports']
  .flatMap(sources)
  .filter((file) => !file.startsWith('reports/out/') && !/\.test\.ts$/.test(file));

function folderOf(file: string): string {
  const parts = file.split('/');
  return parts[0] === 'harness' && parts.length > 2 ? `harness/${parts[1]}` : (parts[0] as string);
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] as string);
}

describe('architecture', () => {
  it('finds the sources it judges', () => {
    expect(files.length).toBeGreaterThan(12);
    expect(new Set(files.map(folderOf))).toContain('harness/core');
  });

  it('imports go down only', () => {
    const wrong: string[] = [];
    for (const file of files) {
      const from = folderOf(file);
      if (from === 'harness') continue; // the composition root
      for (const specifier of importsOf(file).filter((s) => s.startsWith('.'))) {
        const to = folderOf(relative(root, resolve(root, dirname(file), specifier)));
        if (to !== from && !allowed[from]?.includes(to)) wrong.push(`${file} -> ${specifier}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('scenarios run anywhere: no Node imports', () => {
    const wrong = files
      .filter((file) => file.startsWith('scenarios/'))
      .flatMap((file) => importsOf(file).map((specifier) => `${file} -> ${specifier}`))
      .filter(
        (line) =>
          / -> (node:|undici|pg)/.test(line) || (/ -> k6/.test(line) && !line.startsWith('scenarios/k6/')),
      );
    expect(wrong).toEqual([]);
  });

  it('nothing ambient outside the host folder', () => {
    const wrong: string[] = [];
    for (const file of files) {
      if (mayBeAmbient.includes(folderOf(file)) || /\.bench\.ts$/.test(file)) continue;
      const text = readFileSync(join(root, file), 'utf8');
      for (const [pattern, what] of ambient) if (pattern.test(text)) wrong.push(`${file}: ${what}`);
    }
    expect(wrong).toEqual([]);
  });

  it('no files with names that say nothing', () => {
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|misc|managers?)(\.|\/)/.test(file))).toEqual(
      [],
    );
  });
});
