// Makes the buckets, `backups` and `exports` for their owner alone and `media` for everyone to read, and puts the product
// pictures into the latter. Does nothing where they are there. Usage: node make-buckets.mjs <folder with pictures>
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argv, env } from 'node:process';
import { ask, put, storageOf, textOf } from './client.mjs';

const storage = storageOf({ ...env, STORAGE_HOST: '127.0.0.1' });
const is404 = (error) => {
  if (error.status !== 404) throw error;
  return false;
};
const isThere = (key) =>
  ask(storage, 'HEAD', key)
    .then(textOf)
    .then(() => true, is404);

const buckets = { backups: 'private', exports: 'private', media: 'public-read' };
for (const [bucket, acl] of Object.entries(buckets)) {
  if (!(await isThere(bucket)))
    await textOf(await ask(storage, 'PUT', bucket, { headers: { 'x-amz-acl': acl } }));
}

const [folder] = argv.slice(2);
const headers = { 'content-type': 'image/png', 'cache-control': 'public, max-age=3600' };
for (const name of await readdir(folder)) {
  const key = `media/products/${name}`;
  if (!(await isThere(key))) await put(storage, key, await readFile(join(folder, name)), { headers });
}
