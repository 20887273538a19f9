import { type CallRecord, talkedSeconds } from './call-record.ts';

/** The events of a call that the CRM is told of. */
export type ToldEvent = 'call.started' | 'call.answered' | 'call.ended';

/**
 * The body of a webhook. ITS SHAPE IS OUR ASSUMPTION: Runo has webhooks before and after a call but publishes neither their
 * payload nor how they are signed. We take the row of its call log, add `recordingUrl`, `agentPhone`, `event`, a name of the event
 * that stays the same over all attempts (`eventId`), why a call failed (`reason`), and what whoever asked for the call called it
 * (`customField`). `startTime` is in seconds since 1970, `duration` in seconds of talk.
 */
export interface CallWebhook {
  event: ToldEvent;
  eventId: string;
  callId: string;
  callerId: string;
  calledBy: string;
  name: string | null;
  customerId: string | null;
  phoneNumber: string;
  startTime: number;
  duration: number | null;
  type: 'outgoing' | 'incoming' | 'missed';
  status: string | null;
  tag: 'unanswered' | null;
  createdAt: string;
  agentPhone: string;
  recordingUrl: string | null;
  reason: string | null;
  customField: string | null;
}

/** `publicUrl` is this VM's own address, for the link to the recording. */
export function webhookOf(call: CallRecord, event: ToldEvent, publicUrl: string): CallWebhook {
  const over = event === 'call.ended';
  const answered = call.answeredAt !== null;
  return {
    event,
    eventId: `${call.sid}:${event}`,
    callId: call.sid,
    callerId: call.callerId,
    calledBy: call.agentPhone,
    name: null,
    customerId: null,
    phoneNumber: call.customerPhone,
    startTime: Math.floor((call.answeredAt ?? call.askedAt) / 1000),
    duration: over && answered ? talkedSeconds(call) : null,
    type: over && !answered && call.direction === 'incoming' ? 'missed' : call.direction,
    status: null,
    tag: over && !answered ? 'unanswered' : null,
    createdAt: new Date(call.askedAt).toISOString(),
    agentPhone: call.agentPhone,
    recordingUrl: over && answered && call.record ? `${publicUrl}/recordings/${call.sid}` : null,
    reason: call.reason,
    customField: call.reference === '' ? null : `${call.tenant}:${call.reference}`,
  };
}

/** What is to be told of a call as it stands, in the order that it happened. */
export function dueEvents(call: CallRecord): ToldEvent[] {
  const due: ToldEvent[] = [];
  if (call.setUpAt !== null) due.push('call.started');
  if (call.answeredAt !== null) due.push('call.answered');
  if (call.endedAt !== null) due.push('call.ended');
  return due;
}
