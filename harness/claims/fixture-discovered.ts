import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCatalogue } from './catalogue.ts';
import { asGuards, asKinds } from './definitions.ts';
import { documentLevel } from './document-levels.ts';

// What the harness finds in these folders, found in the same way, for tests.

async function modulesIn(folder: string) {
  const path = join(import.meta.dirname, folder);
  const names = readdirSync(path).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  return Promise.all(
    names.sort().map(async (name) => {
      const module = (await import(join(path, name))) as { default?: unknown };
      return { id: name.replace(/\.ts$/, ''), value: module.default };
    }),
  );
}

export const allKinds = asKinds(await modulesIn('kinds'));
export const allGuards = asGuards(await modulesIn('guards'));

const name = 'level-1.yaml';
const statements = parseCatalogue([
  { name, text: readFileSync(join(import.meta.dirname, 'catalogue', name), 'utf8') },
]);

/** The claims of Level 1 that traffic tests. */
export const levelOne = statements.filter(({ tested }) => tested === 'load');

/** What the document lists as its one VM. */
export const levelOneSize = documentLevel(statements, 1);
