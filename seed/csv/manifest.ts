import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

export const manifestFile = 'manifest.json';

const schema = z.object({
  /** Edition of the generator, see `version.ts`. */
  version: z.string(),
  /** The day that the data take for today, YYYY-MM-DD. */
  anchoredOn: z.string(),
  /** What was asked for: it gives the same files again. */
  request: z.looseObject({ customers: z.number(), seed: z.number(), tenants: z.array(z.string()) }),
  rows: z.number(),
  files: z.array(
    z.object({
      file: z.string(),
      table: z.string(),
      rows: z.number(),
      bytes: z.number(),
      sha256: z.string(),
    }),
  ),
});

/** What stands in a folder of CSV files, as its `manifest.json` says. */
export type CsvManifest = z.infer<typeof schema>;
export type CsvFile = CsvManifest['files'][number];

/** The manifest of a folder; null where there is none that this project wrote. */
export async function readManifest(folder: string): Promise<CsvManifest | null> {
  try {
    const parsed = schema.safeParse(JSON.parse(await readFile(join(folder, manifestFile), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
