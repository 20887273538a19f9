import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../core/level.ts';
import { createCleanUp } from '../host/cleanup.ts';
import { printedInVm, startSmallLevel } from '../topology/fixture-small-level.ts';
import { telephonyOf, telephonyVms } from '../topology/fixture-telephony.ts';
import type { StartedLevel } from '../topology/start-level.ts';

/** `CAPACITY_TEST_CALLS=100` for as many at once, and the figures of it printed. */
const asked = process.env.CAPACITY_TEST_CALLS;
const atOnce = Number(asked ?? 50);
/** Longer than it takes to begin as many, also on a busy host. */
const talkMs = 5_000 + atOnce * 100;
/** As the calls of the other tests talk. */
const shortMs = 3_000;
const within = { timeout: 40_000, interval: 250 };
const outsideRoles: Role[] = ['outside', 'phones'];

describe('the telephone system', () => {
  const cleanUp = createCleanUp();
  let level: StartedLevel;
  let pbx: ReturnType<typeof telephonyOf>;

  beforeAll(async () => {
    // the phones' host as a level has it: with the rest of the world outside
    const vms = telephonyVms.map((vm) => (vm.name === 'outside' ? { ...vm, roles: outsideRoles } : vm));
    level = await startSmallLevel(vms, { runId: 'telephony-test', cleanUp });
    pbx = telephonyOf(level);
    await pbx.startRecorder();
    await pbx.admin('/parameters', {
      ringMs: [200, 600],
      talkMs: [talkMs, talkMs],
      ringLimitMs: 3_000,
      noAnswerShare: 0,
      busyShare: 0,
      callsPerMinute: 1_000,
      webhookRetryMs: 50,
    });
  });
  afterAll(async () => {
    await cleanUp.run();
  });

  const overWith = async (sid: string, wanted: object) =>
    expect.poll(() => pbx.call(sid), within).toMatchObject(wanted);

  it('runs with the settings that it should', async () => {
    const settings = (await level.readLimits('before')).flatMap((reading) => reading.settings);
    expect(settings.filter(({ matches }) => !matches)).toEqual([]);
    expect(settings.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['telephony.media_ports', 'telephony.sip_children', 'phones.ports']),
    );
  });

  it(`carries ${atOnce} calls at once: signalling, speech both ways, and each in the ledger and told once`, async () => {
    const [before, phonesBefore] = [await pbx.admin('/counters'), await pbx.arrivedAtPhones()];
    const answers = await Promise.all(
      Array.from({ length: atOnce }, (_, n) =>
        pbx.connect({ From: `+9198${10_000 + n}`, To: `+9199${10_000 + n}`, CustomField: `sarkar:${n + 1}` }),
      ),
    );
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    await expect.poll(async () => (await pbx.admin('/ledger')).answered, within).toBe(atOnce);
    // on a busy host the first may have ended before the last is answered
    expect((await pbx.admin('/ledger')).mostTalking).toBeGreaterThanOrEqual(0.8 * atOnce);
    const [cpuBefore, at] = [await pbx.cpuSeconds('telephony'), performance.now()];
    await expect
      .poll(async () => (await pbx.admin('/counters')).sip_dialogs_active, within)
      .toBeLessThan(atOnce);
    const cpu = ((await pbx.cpuSeconds('telephony')) - cpuBefore) / ((performance.now() - at) / 1000);

    await expect.poll(async () => (await pbx.admin('/ledger')).webhooks.delivered, within).toBe(atOnce * 3);
    const ledger = await pbx.admin('/ledger');
    expect(ledger).toMatchObject({
      ...{ asked: atOnce, referred: atOnce, setUp: atOnce, answered: atOnce, ended: atOnce, open: 0 },
      ...{ doubled: 0, failedByStatus: {}, unknownEvents: 0, refused: {} },
      webhooks: { sent: atOnce * 3, delivered: atOnce * 3, givenUp: 0 },
    });
    const after = await pbx.admin('/counters');
    const phonesAfter = await pbx.arrivedAtPhones();
    const talkedMs = (
      (await pbx.admin('/calls?most=1000')) as { answeredAt: number; endedAt: number }[]
    ).reduce((all, call) => all + call.endedAt - call.answeredAt, 0);
    const packets = after.rtp_packets - before.rtp_packets;
    // 50 packets a second and direction. A busy host makes the phones stammer, and hang up late; speech in one direction is half.
    const ofWanted = packets / ((talkedMs / 20) * 2);
    expect(ofWanted).toBeGreaterThan(0.75);
    expect(ofWanted).toBeLessThan(1.25);
    // what left rtpengine reached the phones
    const lost = 1 - (phonesAfter.arrived - phonesBefore.arrived) / packets;
    expect(lost).toBeLessThan(0.05);
    expect(after.rtp_errors).toBe(0);
    // at no pace: a direction in which not one packet came in ten seconds
    expect(after.rtp_streams_one_way + after.rtp_streams_no_way).toBe(0);
    if (asked)
      console.log(
        `${atOnce} calls: ${(cpu * 100).toFixed(1)} % of a vCPU while they talk, ${packets} packets, ` +
          `${(ofWanted * 100).toFixed(1)} % of what G.711 sends, ${Math.max(0, lost * 100).toFixed(2)} % lost; drops ` +
          `${after.udp_drops_receive_buffer - before.udp_drops_receive_buffer}`,
      );

    const seen = await pbx.webhooks();
    expect(new Set(seen.map(({ body }) => body.eventId)).size).toBe(atOnce * 3);
    expect(seen.filter(({ secret }) => secret !== level.secrets.telephonyWebhook)).toEqual([]);
    expect(new Set(seen.map(({ path }) => path))).toEqual(new Set(['/webhooks/sarkar/telephony']));
    const endings = seen.filter(({ body }) => body.event === 'call.ended');
    expect(new Set(endings.map(({ body }) => body.customField)).size).toBe(atOnce);
    await pbx.admin('/parameters', { talkMs: [shortMs, shortMs] });
    for (const { body } of endings) expect(body.duration).toBeGreaterThanOrEqual(talkMs / 1000 - 1);
  }, 90_000);

  it('refuses whoever has not the key, and a form that does not fit, and calls nobody', async () => {
    const { asked: before } = await pbx.admin('/ledger');
    expect((await pbx.connect({}, 'guessed')).status).toBe(401);
    const forms = [
      { From: '12' },
      { To: '+91\r\nX-Script: busy' },
      { CustomField: 'sarkar' },
      { TimeLimit: '14401' },
      { Record: 'yes' },
      { StatusCallback: 'file:///etc/passwd' },
    ];
    for (const form of forms) expect((await pbx.connect(form)).status, JSON.stringify(form)).toBe(400);
    expect(await pbx.admin('/ledger')).toMatchObject({
      asked: before,
      refused: { 400: forms.length, 401: 1 },
    });
  });

  it('refuses more calls than its pace with 429, and makes none of those', async () => {
    const { asked: before } = await pbx.admin('/ledger');
    await pbx.admin('/parameters', { callsPerMinute: 0 });
    expect((await pbx.connect()).status).toBe(429);
    await pbx.admin('/parameters', { callsPerMinute: 1_000 });
    expect((await pbx.admin('/ledger')).asked).toBe(before);
  });

  it('tells of a busy phone, and of one that nobody answers', async () => {
    await pbx.forgetWebhooks();
    await pbx.admin('/parameters', { busyShare: 1 });
    const busy = (await pbx.connect()).body.Call.Sid;
    await overWith(busy, { state: 'failed', reason: 'busy', sipStatus: 486, answeredAt: null });
    await pbx.admin('/parameters', { busyShare: 0, noAnswerShare: 1 });
    const silent = (await pbx.connect()).body.Call.Sid;
    await overWith(silent, { state: 'failed', reason: 'no-answer', sipStatus: 408, answeredAt: null });
    await pbx.admin('/parameters', { noAnswerShare: 0 });
    const ended = async () =>
      (await pbx.webhooks())
        .filter(({ body }) => body.event === 'call.ended')
        .map(({ body }) => [body.callId, body.reason, body.tag, body.duration]);
    await expect.poll(ended, within).toEqual([
      [busy, 'busy', 'unanswered', null],
      [silent, 'no-answer', 'unanswered', null],
    ]);
    expect(await pbx.admin('/counters')).toMatchObject({ sip_dialogs_active: 0, rtp_sessions_active: 0 });
  });

  it('tries a webhook again under the same name until it is taken', async () => {
    await pbx.forgetWebhooks(2);
    await pbx.admin('/parameters', { busyShare: 1 });
    const { Sid } = (await pbx.connect()).body.Call;
    await pbx.admin('/parameters', { busyShare: 0 });
    await expect
      .poll(async () => (await pbx.call(Sid)).told.sort(), within)
      .toEqual(['call.ended', 'call.started']);
    const names = (await pbx.webhooks()).map(({ body }) => body.eventId);
    expect([names.length, new Set(names).size]).toEqual([4, 2]);
  });

  it('records a call that it is asked to, ends it at its limit, and gives the recording to whoever has the key', async () => {
    await pbx.admin('/parameters', { talkMs: [60_000, 60_000] });
    const { Sid } = (await pbx.connect({ Record: 'true', TimeLimit: '2' })).body.Call;
    await pbx.admin('/parameters', { talkMs: [shortMs, shortMs] });
    await overWith(Sid, { state: 'ended' });
    const call = await pbx.call(Sid);
    expect(call.endedAt - call.answeredAt).toBeLessThan(25_000);
    const recording = await pbx.recording(Sid);
    expect([recording.status, recording.headers.get('content-type')]).toEqual([200, 'audio/wav']);
    const wav = Buffer.from(await recording.arrayBuffer());
    // two channels of 8,000 samples a second, and the tone in both
    expect([wav.toString('latin1', 0, 4), wav.readUInt16LE(20), wav.readUInt16LE(22)]).toEqual([
      'RIFF',
      7,
      2,
    ]);
    expect((wav.length - 58) / 16_000).toBeGreaterThan(0.5);
    for (const channel of [0, 1])
      expect(new Set(wav.subarray(58).filter((_, n) => n % 2 === channel)).size).toBeGreaterThan(20);
    expect((await pbx.recording('0'.repeat(32))).status).toBe(404);
    const address = `http://127.0.0.1:${pbx.vm('telephony').port(8088)}/recordings/${Sid}`;
    expect((await fetch(address)).status).toBe(401);
    const logs = (await pbx.vm('telephony').container.logs({ stdout: true, stderr: true })).toString();
    expect(logs).toContain('roles: telephony');
    for (const secret of [level.secrets.telephony, level.secrets.telephonyWebhook])
      expect(logs).not.toContain(secret);
  });

  it('lets a customer call an agent', async () => {
    await pbx.forgetWebhooks();
    const { sid } = await pbx.admin('/incoming', {
      tenant: 'zinzuwadia',
      from: '+919822200001',
      to: '+919800000009',
    });
    await overWith(sid, { state: 'ended', direction: 'incoming' });
    await expect
      .poll(async () => (await pbx.webhooks()).at(-1)?.body, within)
      .toMatchObject({
        ...{
          event: 'call.ended',
          type: 'incoming',
          phoneNumber: '+919822200001',
          agentPhone: '+919800000009',
        },
        ...{ customField: null, callId: sid },
      });
    expect((await pbx.webhooks()).map(({ path }) => path)).toEqual(
      Array(3).fill('/webhooks/zinzuwadia/telephony'),
    );
  });

  it('knows of calls that talk and end while its control program is down', async () => {
    await pbx.forgetWebhooks();
    // long enough to be seen talking one after the other
    const longMs = 8_000;
    await pbx.admin('/parameters', { talkMs: [longMs, longMs] });
    const sids = await Promise.all(
      [1, 2, 3].map(async (n) => (await pbx.connect({ CustomField: `sarkar:${9_000 + n}` })).body.Call.Sid),
    );
    for (const sid of sids)
      await expect.poll(async () => (await pbx.call(sid)).state, within).toBe('talking');
    await pbx.supervisor('telephony', 'signal', 'KILL', 'telephony');
    await expect.poll(() => pbx.unexpectedExits('telephony'), within).toBe(1);
    await pbx.ready('telephony');
    for (const sid of sids) await overWith(sid, { state: 'ended', reason: null });
    for (const sid of sids) {
      const call = await pbx.call(sid);
      expect(call.endedAt - call.answeredAt).toBeGreaterThan(longMs - 500);
    }
    await expect
      .poll(async () => new Set((await pbx.webhooks()).map(({ body }) => body.eventId)).size, within)
      .toBe(9);
  });

  it('gives no secret to a program that needs none', async () => {
    const others = [
      ...['DB_PASSWORD_OWNER', 'DB_PASSWORD_APP', 'DB_PASSWORD_MONITOR', 'DB_PASSWORD_REPLICATION'],
      ...['REDIS_PASSWORD', 'STORAGE_SECRET_KEY', 'CRM_SECRET', 'WAHA_API_KEY'],
    ];
    const own = ['TELEPHONY_API_KEY', 'TELEPHONY_WEBHOOK_SECRET'];
    /** Programs of that VM, but for those of root, whose environment has one of these variables, or any where none is named. */
    const having = async (name: string, variables: string[]) => {
      const names = variables.map((one) => `'${one}='`).join(' ') || 'PATH=';
      const look = `set -eu; printf '%s\n' ${names} >/tmp/names
        for p in /proc/[0-9]*; do
          read -r uid gid < <(stat -c '%u %g' $p 2>/dev/null) && [[ $uid != 0 ]] || continue
          setpriv --reuid=$uid --regid=$gid --clear-groups cat $p/environ 2>/dev/null | tr '\\0' '\n' | grep -qFf /tmp/names || continue
          cat $p/comm
        done | sort -u`;
      return (await printedInVm(level, name, ['bash', '-c', look])).split('\n').filter(Boolean);
    };
    // the look itself finds
    expect(await having('telephony', [])).toEqual(expect.arrayContaining(['rtpengine', 'telephony']));
    expect(await having('telephony', own)).toEqual(['telephony']);
    expect(await having('telephony', others)).toEqual([]);
    expect(await having('outside', [])).toEqual(['outside', 'sipp']);
    expect(await having('outside', [...own, ...others])).toEqual([]);
  });

  it('says that a phone is out of reach, and has the call in its log', async () => {
    await pbx.supervisor('outside', 'stop', 'phones-agents');
    const { Sid } = (await pbx.connect()).body.Call;
    await overWith(Sid, { state: 'failed', reason: 'agent-phone-unreachable', setUpAt: null });
    expect((await pbx.admin('/ledger')).failedByReason['agent-phone-unreachable']).toBe(1);
  });

  it('takes an INVITE that comes three times at once for one', async () => {
    // from the port of the agents' phones, which the test before has stopped; the carrier's say that they are busy
    const invites = 30;
    const script = `
      const socket = require('node:dgram').createSocket('udp4');
      const sdp = ['v=0', 'o=phone 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', 'm=audio 16000 RTP/AVP 0', ''].join('\\r\\n');
      const answered = new Set();
      socket.on('message', (message) => {
        const [, status] = /^SIP.2.0 ([0-9]+)/.exec(message) ?? [];
        if (status === '486') answered.add(/^Call-ID: (.*)$/m.exec(message)[1]);
        if (answered.size < ${invites}) return;
        console.log('answered');
        process.exit();
      });
      socket.bind(5070, () => {
        for (let n = 0; n < ${invites}; n++) {
          const invite = [
            'INVITE sip:9199@telephony SIP/2.0', 'Via: SIP/2.0/UDP ' + process.argv[1] + ':5070;branch=z9hG4bKtwice' + n,
            'From: <sip:9198@phones>;tag=f' + n, 'To: <sip:9199@telephony>', 'Call-ID: twice' + n, 'CSeq: 1 INVITE', 'Max-Forwards: 70',
            'Contact: <sip:phone@' + process.argv[1] + ':5070>', 'X-Script: busy', 'X-Ring-Ms: 100', 'Content-Type: application/sdp',
            'Content-Length: ' + sdp.length, '', sdp].join('\\r\\n');
          for (let copy = 0; copy < 3; copy++) socket.send(invite, 5060, 'telephony');
        }
      });`;
    const before = await pbx.admin('/ledger');
    const run = 'timeout 30 node -e "$0" "$(hostname -i)"';
    expect(await printedInVm(level, 'outside', ['bash', '-c', run, script])).toBe('answered');
    // begun and failed, each once; none of them is a call that the control program asked for
    const events = async () => (await pbx.admin('/ledger')).unknownEvents - before.unknownEvents;
    await expect.poll(events, within).toBeGreaterThanOrEqual(2 * invites);
    expect(await events()).toBe(2 * invites);
  });
});
