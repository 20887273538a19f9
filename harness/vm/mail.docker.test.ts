import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCleanUp } from '../host/cleanup.ts';
import { execInVm, printedInVm, startSmallLevel } from '../topology/fixture-small-level.ts';
import type { StartedLevel } from '../topology/start-level.ts';

/** app-1 takes the mail of app-2, as on Levels 4 and 5; the outsider has a mail server for itself alone. */
const vms: Parameters<typeof startSmallLevel>[0] = [
  { name: 'app-1', roles: ['smtp'], environment: { SMTP_CLIENTS: 'app-2' } },
  { name: 'app-2', roles: ['waha'] },
  { name: 'outsider', roles: ['smtp'] },
];

describe('mail across VMs', () => {
  const cleanUp = createCleanUp();
  let level: StartedLevel;
  const exec = (name: string, ...command: string[]) => execInVm(level, name, command);
  const inVm = (name: string, ...command: string[]) => printedInVm(level, name, command);
  /** Sends a mail with curl; its verbose output has what the server said. */
  const send = (from: string, mail: { via: string; to: string; subject: string; port?: number }) =>
    exec(
      from,
      ...[
        'bash',
        '-c',
        'printf "Subject: $0\\r\\n\\r\\nhello\\r\\n" | curl -sv --max-time 10 -T - "$@"',
        mail.subject,
      ],
      ...[
        '--mail-from',
        'crm@jewels.example',
        '--mail-rcpt',
        mail.to,
        `smtp://${mail.via}:${mail.port ?? 587}`,
      ],
    );
  const counts = async (name = 'app-1') => inVm(name, '/opt/vm/roles/smtp/counts');
  const expectCounts = (queued: number, delivered: number, name = 'app-1') =>
    expect.poll(() => counts(name), { timeout: 15_000 }).toBe(`queued\t${queued}\ndelivered\t${delivered}`);
  const inSink = (text: string) =>
    inVm('app-1', 'bash', '-c', 'grep -rlF -- "$0" /var/lib/vm/mail/Maildir/new | wc -l', text);

  beforeAll(async () => {
    level = await startSmallLevel(vms, { runId: 'mail-test', cleanUp });
  });
  afterAll(async () => {
    await cleanUp.run();
  });

  it('runs with the settings that it should: one server open to its network, the other to itself', async () => {
    const settings = (await level.readLimits('before')).flatMap((reading) => reading.settings);
    expect(settings.filter(({ matches }) => !matches)).toEqual([]);
    const listens = settings.filter(({ name }) => name === 'smtp.listens').map(({ read }) => read);
    expect(listens.sort()).toEqual(['00000000', '0100007F']);
    expect(await counts()).toBe('queued\t0\ndelivered\t0');
  });

  it('takes a mail from a client and delivers it to the sink, whoever it is for', async () => {
    const sent = await send('app-2', { via: 'app-1', to: 'someone@outside.example', subject: 'from app-2' });
    expect([sent.exitCode, sent.stderr]).toEqual([0, expect.stringContaining('250 2.0.0 Ok: queued')]);
    const own = await send('app-1', { via: '127.0.0.1', to: 'other@jewels.example', subject: 'from app-1' });
    expect(own.exitCode).toBe(0);
    await expectCounts(0, 2);
    expect([await inSink('Subject: from app-2'), await inSink('Subject: from app-1')]).toEqual(['1', '1']);
    expect(await inSink('X-Original-To: someone@outside.example')).toBe('1');
  });

  it('sends nothing on, not even to an address that it could reach', async () => {
    const address = (await inVm('app-2', 'hostname', '-i')).split(' ')[0] as string;
    const sender = (await inVm('app-1', 'hostname', '-i')).split(' ')[0] as string;
    // a mail server that notes who connects to it
    const listener = `require('node:net').createServer((s) => { s.on('error', () => {});
      require('node:fs').appendFileSync('/tmp/connected', s.remoteAddress + '\\n'); s.end('220 x\\r\\n'); }).listen(25, '0.0.0.0')`;
    const start =
      'node -e "$0" >/dev/null 2>&1 & until (: </dev/tcp/127.0.0.1/25) 2>/dev/null; do sleep 0.1; done';
    await inVm('app-2', 'bash', '-c', start, listener);
    const connected = async () => (await inVm('app-2', 'cat', '/tmp/connected')).split('\n');
    const before = Number((await counts()).split('\t').at(-1));
    for (const to of [
      `someone@[${address}]`,
      'someone@app-2',
      '@app-2:someone@localhost',
      'someone%app-2@localhost',
    ])
      expect((await send('app-2', { via: 'app-1', to, subject: 'onwards' })).exitCode, to).toBe(0);
    await expectCounts(0, before + 4);
    expect(await connected()).not.toContain(sender);
    // it would have been noticed
    await inVm('app-1', 'bash', '-c', ': </dev/tcp/app-2/25');
    await expect.poll(connected, { timeout: 5000 }).toContain(sender);
    // and app-1 has nothing to do so with
    expect(await inVm('app-1', 'postconf', '-M', 'smtp/unix', 'relay/unix')).toBe('');
  });

  it('refuses a VM that is not among its clients, and delivers nothing of it', async () => {
    const before = await counts();
    for (const port of [25, 587]) {
      const tried = await send('outsider', {
        via: 'app-1',
        to: 'someone@localhost',
        subject: 'unwanted',
        port,
      });
      expect(tried.exitCode).not.toBe(0);
      expect(tried.stderr).toContain('554 5.7.1');
      expect(tried.stderr).toContain('not a client of this VM');
    }
    expect([await counts(), await inSink('Subject: unwanted')]).toEqual([before, '0']);
  });

  it('is out of reach where no clients are named', async () => {
    const tried = await send('app-2', { via: 'outsider', to: 'someone@localhost', subject: 'x' });
    expect([tried.exitCode, tried.stderr]).toEqual([7, expect.stringContaining('Connection refused')]);
  });

  it('counts what waits, until it is delivered', async () => {
    const before = Number((await counts()).split('\t').at(-1));
    const set = (value: string) =>
      inVm('app-1', 'bash', '-c', 'postconf -e "defer_transports=$0" && postfix reload 2>&1', value);
    await set('local');
    // the reload goes on after the command: one more mail may still go through
    for (let n = 1; n <= 3; n++)
      await send('app-2', { via: 'app-1', to: 'a@b.example', subject: `late ${n}` });
    await expect.poll(() => counts(), { timeout: 15_000 }).toMatch(/^queued\t[123]\n/);
    await set('');
    await inVm('app-1', 'postqueue', '-f');
    await expectCounts(0, before + 3);
  });
});
