import { GiveUp } from '../jobs/job.ts';

/**
 * What the CRM makes of a webhook of the telephone system. The shape of that is our assumption, for Runo publishes none: the row of
 * its call log, with the event's name and the names that both sides have for the call.
 */
export interface CallEvent {
  sid: string;
  status: 'ringing' | 'talking' | 'ended' | 'failed';
  incoming: boolean;
  /** Our own id of the call; null for one that we did not ask for. */
  callId: number | null;
  customerPhone: string;
  agentPhone: string;
  durationS: number;
  recordingUrl: string | null;
  /** What the call is filed under until somebody says how it went. */
  disposition: string;
}

const statusOf = new Map<string, CallEvent['status']>([
  ['call.started', 'ringing'],
  ['call.answered', 'talking'],
  ['call.ended', 'ended'],
]);
/** More than Exotel's longest call. */
const longestS = 86_400;
/** Reasons that are dispositions too. */
const dispositions = new Set(['busy', 'no-answer']);

/** Reads a webhook's body. Throws `GiveUp` where it is no event of a call: another attempt would not make it one. */
export function readCallEvent(payload: unknown, openDisposition: string): CallEvent {
  const given = (payload ?? {}) as Record<string, unknown>;
  const text = (name: string) => (typeof given[name] === 'string' ? (given[name] as string) : '');
  const status = statusOf.get(text('event'));
  if (status === undefined) throw new GiveUp('a webhook of telephony names no event that is known');
  if (!/^[\w-]{1,64}$/.test(text('callId'))) throw new GiveUp('a webhook of telephony names no call');
  const duration = given.duration ?? null;
  const fits = typeof duration === 'number' && duration >= 0 && duration <= longestS;
  if (duration !== null && !fits) throw new GiveUp('a webhook of telephony has a duration that cannot be');
  const answered = duration !== null;
  const over = status === 'ended';
  const ownId = /:(\d{1,9})$/.exec(text('customField'))?.[1];
  return {
    sid: text('callId'),
    status: over && !answered ? 'failed' : status,
    incoming: text('type') === 'incoming' || text('type') === 'missed',
    callId: ownId === undefined ? null : Number(ownId),
    customerPhone: text('phoneNumber'),
    agentPhone: text('agentPhone'),
    durationS: Math.round(Number(duration ?? 0)),
    recordingUrl: text('recordingUrl').slice(0, 500) || null,
    disposition: over ? endOf(answered, text('reason')) : openDisposition,
  };
}

function endOf(answered: boolean, reason: string): string {
  if (answered) return 'connected';
  return dispositions.has(reason) ? reason : 'not-connected';
}
