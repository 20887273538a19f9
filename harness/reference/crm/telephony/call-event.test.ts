import { expect, it } from 'vitest';
import { GiveUp } from '../jobs/job.ts';
import { readCallEvent } from './call-event.ts';
import { serverOf } from './pbx.ts';

const payload = {
  ...{ event: 'call.ended', eventId: 'e', callId: 's1', customField: 'sarkar:12', phoneNumber: '+9199' },
  ...{ agentPhone: '+9198', duration: 7, type: 'outgoing', reason: null, recordingUrl: null },
};

it("reads the assumed webhook, and a call's end by whether anybody answered", () => {
  expect(readCallEvent(payload, 'open')).toEqual({
    ...{
      sid: 's1',
      status: 'ended',
      incoming: false,
      callId: 12,
      customerPhone: '+9199',
      agentPhone: '+9198',
    },
    ...{ durationS: 7, recordingUrl: null, disposition: 'connected' },
  });
  const unanswered = { ...payload, duration: null, reason: 'no-answer', type: 'missed', customField: null };
  expect(readCallEvent(unanswered, 'open')).toMatchObject({
    ...{ status: 'failed', incoming: true, callId: null, durationS: 0, disposition: 'no-answer' },
  });
  expect(readCallEvent({ ...payload, event: 'call.answered', duration: null }, 'open')).toMatchObject({
    ...{ status: 'talking', disposition: 'open' },
  });
});

it.each([
  null,
  [],
  'call.ended',
  { ...payload, event: 'call.unheard-of' },
  { ...payload, event: 'constructor' },
  { ...payload, callId: '' },
  { ...payload, callId: "x' or 1=1" },
  { ...payload, duration: -1 },
  { ...payload, duration: 1e12 },
  { ...payload, duration: '7' },
])('gives up on what is no event: %j', (given) => expect(() => readCallEvent(given, 'open')).toThrow(GiveUp));

it('finds no call of its own in another name than tenant and number', () => {
  for (const customField of ['sarkar', 'sarkar:x', 'sarkar:99999999999', 12, undefined])
    expect(readCallEvent({ ...payload, customField }, 'open').callId).toBeNull();
});

it('asks the same telephone system about the same call', () => {
  const telephony = { servers: ['a', 'b'], apiKey: '', webhookSecret: '' };
  expect([4, 5, 4].map((id) => serverOf(telephony, id))).toEqual(['a', 'b', 'a']);
  expect(serverOf({ ...telephony, servers: [] }, 4)).toBeUndefined();
});
