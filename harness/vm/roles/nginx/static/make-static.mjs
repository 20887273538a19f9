// Writes a made-up front-end of the CRM, the same bytes on every machine: `node make-static.mjs <folder>`. Nobody runs it
// in a browser; it has the sizes, the kinds and the compressibility of a small one. Names of files that change with a
// release carry a hash of the content; manifest.json lists every other file with its size.
import { createHash } from 'node:crypto';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { glyphs, icons, logo, script, styles } from './content.mjs';

/** The day that the data take for today: the same Last-Modified wherever the image is built. */
const WRITTEN = new Date('2025-01-31T00:00:00Z');
const HASH_DIGITS = 12;

const files = [
  { name: 'vendor', ending: 'js', hashed: true, content: script(7, 150_000) },
  { name: 'app', ending: 'js', hashed: true, content: script(11, 110_000) },
  { name: 'app', ending: 'css', hashed: true, content: styles(13, 45_000) },
  { name: 'glyphs', ending: 'bin', hashed: true, content: glyphs(17, 64_000) },
  { name: 'icons', ending: 'svg', hashed: true, content: icons(19, 24_000) },
  { name: 'logo', ending: 'svg', hashed: false, content: logo() },
];

/** Already dense: compressing it again would make it longer. */
const dense = new Set(['bin']);

function write(path, content) {
  writeFileSync(path, content);
  utimesSync(path, WRITTEN, WRITTEN);
}

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node make-static.mjs <folder>');
  process.exit(64);
}
mkdirSync(folder, { recursive: true });
const listed = files.map(({ name, ending, hashed, content }) => {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, HASH_DIGITS);
  const file = hashed ? `${name}.${hash}.${ending}` : `${name}.${ending}`;
  write(join(folder, file), content);
  if (!dense.has(ending)) write(join(folder, `${file}.gz`), gzipSync(content, { level: 9 }));
  return { file, bytes: Buffer.byteLength(content) };
});
write(join(folder, 'manifest.json'), `${JSON.stringify({ files: listed }, null, 2)}\n`);
