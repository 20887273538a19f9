import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCatalogue } from '../catalogue.ts';

const folder = join(import.meta.dirname, '..', 'catalogue');

/** Every claim of the catalogue as it is on disk, for tests. */
export const catalogueClaims = parseCatalogue(
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') })),
);
