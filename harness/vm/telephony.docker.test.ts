import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCleanUp } from '../host/cleanup.ts';
import { startSmallLevel } from '../topology/fixture-small-level.ts';
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

describe('the telephone system', () => {
  const cleanUp = createCleanUp();
  let level: StartedLevel;
  let pbx: ReturnType<typeof telephonyOf>;

  beforeAll(async () => {
    level = await startSmallLevel(telephonyVms, { runId: 'telephony-test', cleanUp });
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
    await expect.poll(async () => (await pbx.admin('/ledger')).mostTalking, within).toBe(atOnce);
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
      webhooks: { sent: atOnce * 3, delivered: atOnce * 3, retried: 0, givenUp: 0 },
    });
    const after = await pbx.admin('/counters');
    const phonesAfter = await pbx.arrivedAtPhones();
    const talkedMs = (
      (await pbx.admin('/calls?most=1000')) as { answeredAt: number; endedAt: number }[]
    ).reduce((all, call) => all + call.endedAt - call.answeredAt, 0);
    const packets = after.rtp_packets - before.rtp_packets;
    // 50 packets a second and direction; a busy host may make the phones stammer
    const ofWanted = packets / ((talkedMs / 20) * 2);
    expect(ofWanted).toBeGreaterThan(0.9);
    expect(ofWanted).toBeLessThan(1.1);
    // what left rtpengine reached the phones
    const lost = 1 - (phonesAfter.arrived - phonesBefore.arrived) / packets;
    expect(lost).toBeLessThan(0.01);
    expect(after.rtp_errors).toBe(0);
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
    expect((wav.length - 58) / 16_000).toBeGreaterThan(1);
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
      expect(call.endedAt - call.answeredAt).toBeGreaterThan(shortMs - 500);
    }
    await expect
      .poll(async () => new Set((await pbx.webhooks()).map(({ body }) => body.eventId)).size, within)
      .toBe(9);
  });

  it('says that a phone is out of reach, and has the call in its log', async () => {
    await pbx.supervisor('outside', 'stop', 'phones-agents');
    const { Sid } = (await pbx.connect()).body.Call;
    await overWith(Sid, { state: 'failed', reason: 'agent-phone-unreachable', setUpAt: null });
    expect((await pbx.admin('/ledger')).failedByReason['agent-phone-unreachable']).toBe(1);
  });
});
