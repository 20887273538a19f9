// backup.mjs put <bucket/key>: dumps the CRM's database into the object storage.
// backup.mjs get <bucket/key>: writes an object to standard output.
// backup.mjs newest: prints the key of the newest dump.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import { ask, storageOf, textOf, upload } from '../storage/client.mjs';

const storage = storageOf(process.env);

/** As the superuser through the local socket, which asks root for no password. pg_dump compresses by itself (custom format). */
async function dumpTo(key) {
  const dump = spawn('pg_dump', ['--username=postgres', '--format=custom', 'crm'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(dump, 'close'); // rejects where it cannot be started
  ended.catch(() => {}); // awaited below
  try {
    await upload(storage, key, dump.stdout, async () => {
      // a dump that fails halfway ends its output just as a whole one does
      const [code] = await ended;
      if (code !== 0) throw new Error(`pg_dump ended with ${code}`);
    });
  } finally {
    dump.kill();
  }
}

async function writeOut(key) {
  const response = await ask(storage, 'GET', key);
  await pipeline(response, process.stdout); // rejects where it breaks off before its stated length
}

async function newest() {
  const [bucket, keys] = ['backups', []];
  for (let after = ''; ; after = keys.at(-1)) {
    // keys come in order, and the time in them sorts as it passes
    const query = { 'list-type': 2, ...(after && { 'start-after': after }) };
    const page = await textOf(await ask(storage, 'GET', bucket, { query }));
    keys.push(...[...page.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key]) => key));
    if (!page.includes('<IsTruncated>true<')) break;
  }
  const key = keys.filter((name) => name.endsWith('.dump')).at(-1);
  if (key === undefined) throw new Error('there is no backup');
  process.stdout.write(`${bucket}/${key}\n`);
}

const commands = { put: dumpTo, get: writeOut, newest };
const [command = '', key] = process.argv.slice(2);
try {
  await commands[command](key);
} catch (error) {
  process.stderr.write(`vm: backup: ${error.message}\n`);
  process.exitCode = 1;
}
