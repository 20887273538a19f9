import { describe, expect, it } from 'vitest';
import { type CallEvent, type CallRecord, takeEvent, talkedSeconds } from './call-record.ts';
import { dueEvents, webhookOf } from './webhook-payload.ts';

const begun = (more: Partial<CallRecord> = {}): CallRecord => ({
  ...{
    sid: 's1',
    direction: 'outgoing',
    tenant: 'sarkar',
    reference: '7',
    agentPhone: '+91981',
    record: false,
  },
  ...{
    customerPhone: '+91991',
    callerId: '+9144',
    callback: null,
    state: 'asked',
    sipStatus: 0,
    reason: null,
  },
  ...{
    askedAt: 1_000,
    setUpAt: null,
    ringingAt: null,
    answeredAt: null,
    endedAt: null,
    changedAt: 1_000,
    told: [],
  },
  ...more,
});
const passed = (...events: [CallEvent['what'], number, number?][]) => {
  const call = begun();
  const changed = events.map(([what, atMs, sipStatus = 200]) => takeEvent(call, { what, atMs, sipStatus }));
  return { call, changed };
};

describe('the record of a call', () => {
  it('goes from asked to ended, and counts the seconds between answer and end', () => {
    const { call, changed } = passed(
      ['referred', 1_100],
      ['setup', 1_150],
      ['ringing', 1_300],
      ['answered', 4_000],
      ['ended', 11_400],
    );
    expect(changed).toEqual([true, true, true, true, true]);
    expect(call).toMatchObject({ state: 'ended', reason: null, setUpAt: 1_150, ringingAt: 1_300 });
    expect(talkedSeconds(call)).toBe(7);
    expect(dueEvents(call)).toEqual(['call.started', 'call.answered', 'call.ended']);
  });

  it('never goes back, and stays over', () => {
    const { call, changed } = passed(
      ['setup', 1],
      ['answered', 3],
      ['ringing', 2],
      ['ended', 9],
      ['answered', 3],
      ['failed', 10, 486],
    );
    expect(changed).toEqual([true, true, false, true, false, false]);
    expect(call).toMatchObject({ state: 'ended', ringingAt: 2, answeredAt: 3, endedAt: 9, sipStatus: 200 });
  });

  it.each<[string, Parameters<typeof passed>]>([
    [
      'busy',
      [
        ['setup', 1],
        ['ringing', 2],
        ['failed', 3, 486],
      ],
    ],
    [
      'no-answer',
      [
        ['setup', 1],
        ['ringing', 2],
        ['failed', 3, 408],
      ],
    ],
    [
      'customer-phone-unreachable',
      [
        ['setup', 1],
        ['failed', 3, 408],
      ],
    ],
    ['agent-phone-unreachable', [['not-referred', 3, 408]]],
    [
      'failed',
      [
        ['setup', 1],
        ['failed', 3, 503],
      ],
    ],
    [
      'lost-sight',
      [
        ['setup', 1],
        ['lost', 3, 0],
      ],
    ],
  ])('says why a call failed: %s', (reason, events) =>
    expect(passed(...events).call).toMatchObject({ state: 'failed', reason, answeredAt: null }),
  );

  it('has ended where it talked when it was lost sight of', () =>
    expect(passed(['setup', 1], ['answered', 2], ['lost', 9, 0]).call).toMatchObject({
      state: 'ended',
      endedAt: 9,
    }));

  it('goes on where the phone calls but its answer was lost', () => {
    const { call, changed } = passed(['setup', 1], ['not-referred', 5, 408], ['answered', 6]);
    expect([changed[1], call.state]).toEqual([false, 'talking']);
  });
});

describe('the webhook of a call', () => {
  const told = (events: Parameters<typeof passed>, record = false) => {
    const { call } = passed(...events);
    return webhookOf({ ...call, record }, 'call.ended', 'http://telephony:8088');
  };

  it("has the row of Runo's call log, and the same name each time", () => {
    const body = told(
      [
        ['setup', 1_100],
        ['answered', 5_000],
        ['ended', 9_000],
      ],
      true,
    );
    expect(body).toEqual(
      told(
        [
          ['setup', 1_100],
          ['answered', 5_000],
          ['ended', 9_000],
        ],
        true,
      ),
    );
    expect(body).toEqual({
      ...{
        event: 'call.ended',
        eventId: 's1:call.ended',
        callId: 's1',
        callerId: '+9144',
        calledBy: '+91981',
      },
      ...{ name: null, customerId: null, phoneNumber: '+91991', startTime: 5, duration: 4, type: 'outgoing' },
      ...{
        status: null,
        tag: null,
        createdAt: '1970-01-01T00:00:01.000Z',
        agentPhone: '+91981',
        reason: null,
      },
      ...{ recordingUrl: 'http://telephony:8088/recordings/s1', customField: 'sarkar:7' },
    });
  });

  it('has no duration and no recording where nobody answered', () =>
    expect(
      told(
        [
          ['setup', 1],
          ['failed', 9, 486],
        ],
        true,
      ),
    ).toMatchObject({
      ...{ duration: null, recordingUrl: null, tag: 'unanswered', reason: 'busy' },
    }));

  it('is not due of a start that nobody saw', () =>
    expect(dueEvents(passed(['not-referred', 3, 408]).call)).toEqual(['call.ended']));
});
