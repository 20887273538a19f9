import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCleanUp } from '../host/cleanup.ts';
import { execInVm, printedInVm, startSmallLevel } from '../topology/fixture-small-level.ts';
import type { StartedLevel } from '../topology/start-level.ts';

/** The object storage, and a database that is backed up into it. */
const vms: Parameters<typeof startSmallLevel>[0] = [
  { name: 'storage', roles: ['storage'] },
  { name: 'db', roles: ['postgres'], environment: { STORAGE_HOST: 'storage' } },
];

/** curl signs by itself: a client that is none of ours. `s3` takes curl's arguments, with a path for the URL. */
const shell = `set -euo pipefail
base=http://storage:9000
s3() { curl -sS --aws-sigv4 aws:amz:us-east-1:s3 --user "\${user:-crm:$STORAGE_SECRET_KEY}" -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' "$base$1" "\${@:2}"; }
status() { "$@" -o /dev/null -w '%{http_code}\\n'; }
anonymous() { curl -sS "$base$1" "\${@:2}"; }
listed() { s3 "/$1?list-type=2" | grep -o '<Key>[^<]*' | cut -c6- || true; }
`;

describe('the object storage', () => {
  const cleanUp = createCleanUp();
  let level: StartedLevel;
  const exec = (name: string, ...command: string[]) => execInVm(level, name, command);
  const inVm = (name: string, ...command: string[]) => printedInVm(level, name, command);
  /** A script on the database's VM, which reaches the storage by its name. */
  const run = (script: string) => inVm('db', 'bash', '-c', `${shell}${script}`);
  const backup = (...command: string[]) => exec('db', ...command);

  const readyAgain = () =>
    expect.poll(async () => (await exec('storage', '/opt/vm/ready')).exitCode, { timeout: 20_000 }).toBe(0);

  beforeAll(async () => {
    level = await startSmallLevel(vms, { runId: 'storage-test', cleanUp });
  });
  afterAll(async () => {
    await cleanUp.run();
  });

  it('runs with the settings that it should', async () => {
    const settings = (await level.readLimits('before')).flatMap((reading) => reading.settings);
    expect(settings.filter(({ matches }) => !matches)).toEqual([]);
    expect(settings.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['storage.version', 'storage.s3', 'storage.multipart', 'storage.replicas']),
    );
  });

  it('gives back what was put, byte for byte and of its type, lists it, and forgets it when told', async () => {
    const answers = await run(`
      head -c 3000001 /dev/urandom >/tmp/sent
      s3 '/backups/some%20folder/a.bin' -T /tmp/sent -H 'Content-Type: application/x-test'
      s3 '/backups/some%20folder/a.bin' -o /tmp/got
      cmp /tmp/sent /tmp/got && echo same
      s3 '/backups/some%20folder/a.bin' --head | tr -d '\\r' | grep -iE '^(content-(type|length)|etag)' | sort -f
      echo "md5 $(md5sum </tmp/sent | cut -d' ' -f1)"
      listed backups
      s3 '/backups/some%20folder/a.bin' -X DELETE
      status s3 '/backups/some%20folder/a.bin'
      listed backups`);
    const [same, length, type, etag, md5, ...rest] = answers.split('\n');
    expect([same, length, type]).toEqual([
      'same',
      'Content-Length: 3000001',
      'Content-Type: application/x-test',
    ]);
    expect(etag?.toLowerCase()).toBe(`etag: "${md5?.slice(4)}"`);
    expect(rest).toEqual(['some folder/a.bin', '404']);
  });

  it('joins the parts of a multipart upload', async () => {
    const answers = await run(`
      head -c 5242880 /dev/urandom >/tmp/1; head -c 1000 /dev/urandom >/tmp/2
      id=$(s3 '/backups/parts?uploads=' -X POST | grep -o '<UploadId>[^<]*' | cut -c11-)
      for n in 1 2; do
        etag[n]=$(s3 "/backups/parts?partNumber=$n&uploadId=$id" -T "/tmp/$n" -D - | tr -d '\\r' | sed -n 's/^ETag: //pI')
      done
      listed backups
      s3 "/backups/parts?uploadId=$id" -X POST -o /dev/null -H 'Content-Type: application/xml' --data "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>\${etag[1]}</ETag></Part><Part><PartNumber>2</PartNumber><ETag>\${etag[2]}</ETag></Part></CompleteMultipartUpload>"
      s3 /backups/parts | cmp - <(cat /tmp/1 /tmp/2) && echo same
      listed backups
      s3 /backups/parts -X DELETE`);
    expect(answers.split('\n')).toEqual(['same', 'parts']);
  });

  it('refuses whoever has no key or a wrong one', async () => {
    const answers = await run(`
      s3 /backups/secret -T /etc/hostname; s3 /media/open -T /etc/hostname
      user=crm:wrong; status s3 /backups/secret; status s3 / ; status s3 /backups/other -T /etc/hostname
      user=nobody:$STORAGE_SECRET_KEY; status s3 /backups/secret; unset user
      status anonymous /backups/secret; status anonymous /backups/secret --head; status anonymous /backups/nothing
      status anonymous /v1/AUTH_crm/backups/secret; status anonymous /v1/AUTH_crm/backups; status anonymous /backups
      status anonymous /media/open -T /etc/hosts; status anonymous /media/open -X DELETE
      status anonymous /media/open
      anonymous /media/open | cmp - /etc/hostname; listed backups
      s3 /backups/secret -X DELETE; s3 /media/open -X DELETE`);
    const statuses = answers.split('\n');
    expect(statuses.slice(0, 7)).toEqual(Array(7).fill('403'));
    for (const status of statuses.slice(7, 12)) expect(['400', '401', '403', '404', '412']).toContain(status);
    expect(statuses.slice(12)).toEqual(['200', 'secret']);
  });

  it('serves the product pictures to everyone', async () => {
    const answers = await run(`
      for n in 1 24; do anonymous "/media/products/$n.png" -o /tmp/picture -w '%{http_code} %{content_type} %{size_download}\\n'; head -c 4 /tmp/picture | tail -c 3; echo; done
      anonymous /media/products/1.png --head | tr -d '\\r' | grep -iE '^(etag|cache-control)' | sort -f
      etag=$(anonymous /media/products/1.png --head | tr -d '\\r' | sed -n 's/^etag: //pI')
      status anonymous /media/products/1.png -H "If-None-Match: $etag"
      status anonymous /media/products/25.png
      listed media | wc -l`);
    const [first, png1, last, png24, cache, etag, unchanged, absent, count] = answers.split('\n');
    for (const answer of [first, last]) {
      const [status, type, size] = answer?.split(' ') ?? [];
      expect([status, type]).toEqual(['200', 'image/png']);
      expect(Number(size)).toBeGreaterThan(20_000);
      expect(Number(size)).toBeLessThan(60_000);
    }
    expect([png1, png24, cache, unchanged, absent, count]).toEqual([
      'PNG',
      'PNG',
      'Cache-Control: public, max-age=3600',
      '304',
      '404',
      '24',
    ]);
    expect(etag).toMatch(/^Etag: "[0-9a-f]{32}"$/i);
  });

  it('keeps everything when its services start again', async () => {
    await run('s3 /backups/kept -T /etc/hosts');
    await inVm('storage', 'supervisorctl', '-c', '/opt/vm/supervisord.conf', 'restart', 'storage');
    await readyAgain();
    expect(
      await run('s3 /backups/kept | cmp - /etc/hosts; s3 /backups/new -T /etc/hosts; listed backups'),
    ).toBe('kept\nnew');
    await run('s3 /backups/kept -X DELETE; s3 /backups/new -X DELETE');
  });

  it('comes back whole when one of its servers is killed', async () => {
    await run('s3 /backups/kept -T /etc/hosts');
    // the second that was forked is the container server
    const killing =
      'p=$(supervisorctl -c /opt/vm/supervisord.conf pid storage); read -r _ second _ </proc/$p/task/$p/children; kill -9 $second';
    await inVm('storage', 'bash', '-c', killing);
    await readyAgain();
    expect(await run('s3 /backups/new -T /etc/hosts; listed backups')).toBe('kept\nnew');
    await run('s3 /backups/kept -X DELETE; s3 /backups/new -X DELETE');
    expect(await inVm('storage', 'cat', '/run/vm/unexpected-exits')).toBe('storage');
  });

  it('tells a bucket later of an object that it was not told of', async () => {
    // the updater is the last of the storage's processes; it waits until the bucket was looked at
    const updater = (signal: 'STOP' | 'CONT') => {
      const last = `p=$(supervisorctl -c /opt/vm/supervisord.conf pid storage); all=($(</proc/$p/task/$p/children))`;
      return inVm('storage', 'bash', '-c', `${last}; kill -${signal} \${all[-1]}`);
    };
    await updater('STOP');
    // as an object server does it whose bucket's server is just away
    await inVm(
      'storage',
      'bash',
      '-c',
      `curl -sS -f -X PUT -d late http://127.0.0.1:6200/disk/0/AUTH_crm/backups/late \
      -H "X-Timestamp: $(date +%s).00000" -H 'Content-Type: text/plain' -H 'X-Backend-Storage-Policy-Index: 0' \
      -H 'X-Container-Host: 127.0.0.1:1' -H 'X-Container-Partition: 0' -H 'X-Container-Device: disk'`,
    );
    expect(await run('listed backups')).toBe('');
    await updater('CONT');
    await expect.poll(() => run('listed backups'), { timeout: 30_000, interval: 1000 }).toBe('late');
    await run('s3 /backups/late -X DELETE');
  });

  it('takes a backup of the database, from which everything would come back', async () => {
    const sql = 'CREATE TABLE jewels AS SELECT n, md5(n::text) AS name FROM generate_series(1, 300000) n';
    await inVm('db', 'psql', '-U', 'postgres', '-d', 'crm', '-Xqc', sql);
    const taken = await backup('/opt/vm/roles/postgres/backup');
    expect(taken.stderr).toBe('');
    expect(taken.stdout).toMatch(/^backups\/\d{4}-\d\d-\d\dT[\d-]+\.\d{3}Z\.dump\n$/);
    const checked = await backup('/opt/vm/roles/postgres/restore-check');
    expect(checked.stdout).toMatch(/TABLE public jewels /);
    expect(checked.stdout).toMatch(/TABLE DATA public jewels /);
    expect([checked.exitCode, checked.stderr]).toEqual([0, '']);
    const restored = await run(`
      createdb -U postgres again
      s3 /${taken.stdout.trim()} | pg_restore -U postgres -d again
      psql -U postgres -d again -XAtqc 'SELECT count(*) FROM jewels WHERE md5(n::text) = name'
      dropdb -U postgres again`);
    expect(restored).toBe('300000');
  });

  it('is sent a stream of unknown length in parts', async () => {
    const script = `
      import { createReadStream } from 'node:fs';
      import { storageOf, upload } from '/opt/vm/roles/storage/client.mjs';
      const sent = await upload(storageOf({ ...process.env, STORAGE_ACCESS_KEY: 'crm' }), 'backups/stream', createReadStream('/tmp/stream'), async () => {}, 5 * 1024 ** 2);
      console.log(sent);`;
    await run('head -c 12000001 /dev/urandom >/tmp/stream');
    expect(await inVm('db', 'node', '--input-type=module', '-e', script)).toBe('12000001');
    expect(
      await run('s3 /backups/stream | cmp - /tmp/stream && echo same; s3 /backups/stream -X DELETE'),
    ).toBe('same');
  });

  it('notices a backup that was cut short', async () => {
    await run(`
      newest=$(listed backups | tail -1)
      s3 "/backups/$newest" -o /tmp/dump
      head -c $(($(stat -c %s /tmp/dump) - 100000)) /tmp/dump >/tmp/cut
      s3 /backups/cut.dump -T /tmp/cut`);
    const checked = await backup('/opt/vm/roles/postgres/restore-check', 'backups/cut.dump');
    expect(checked.exitCode).not.toBe(0);
    expect(checked.stderr).toContain('end of file');
    await run('s3 /backups/cut.dump -X DELETE');
  });

  it('leaves nothing of a backup that fails, and says why', async () => {
    const before = await run('listed backups');
    const refused = await backup('env', 'STORAGE_HOST=', '/opt/vm/roles/postgres/backup');
    expect([refused.exitCode, refused.stderr]).toEqual([
      64,
      expect.stringContaining('STORAGE_HOST is not set'),
    ]);
    const failed = await backup('env', 'PGHOST=/nowhere', '/opt/vm/roles/postgres/backup');
    expect([failed.exitCode, failed.stdout, failed.stderr]).toEqual([
      1,
      '',
      expect.stringContaining('pg_dump ended with 1'),
    ]);
    const wrong = await backup('env', 'STORAGE_SECRET_KEY=wrong', '/opt/vm/roles/postgres/backup');
    expect([wrong.exitCode, wrong.stdout, wrong.stderr]).toEqual([1, '', expect.stringContaining('403')]);
    expect(await run('listed backups')).toBe(before);
  });
});
