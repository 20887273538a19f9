/** How far a call is, in this order; the last two end it. */
const callStates = ['asked', 'referred', 'set-up', 'ringing', 'talking', 'ended', 'failed'] as const;
type CallState = (typeof callStates)[number];

/** What is known of one call. Moments are milliseconds since 1970. */
export interface CallRecord {
  /** Name of the call, and its Call-ID in SIP. */
  sid: string;
  direction: 'outgoing' | 'incoming';
  tenant: string;
  /** What the CRM said beside the tenant: its own id of the call; empty for an incoming call. */
  reference: string;
  agentPhone: string;
  customerPhone: string;
  callerId: string;
  record: boolean;
  /** Where its webhooks go, where whoever asked named another address; else null. */
  callback: string | null;
  state: CallState;
  /** The last SIP status that decided something: 200, or why it failed. */
  sipStatus: number;
  reason: string | null;
  askedAt: number;
  /** When Kamailio saw the call that the phone makes. */
  setUpAt: number | null;
  ringingAt: number | null;
  answeredAt: number | null;
  endedAt: number | null;
  changedAt: number;
  /** Events whose webhook has been taken by the CRM or given up. */
  told: string[];
}

/** Something that happened to a call. `referred` and `not-referred` come from the agent's phone, the rest from Kamailio. */
export interface CallEvent {
  what: 'referred' | 'not-referred' | 'setup' | 'ringing' | 'answered' | 'ended' | 'failed' | 'lost';
  sipStatus: number;
  atMs: number;
}

const leadsTo: Record<CallEvent['what'], CallState> = {
  referred: 'referred',
  'not-referred': 'failed',
  setup: 'set-up',
  ringing: 'ringing',
  answered: 'talking',
  ended: 'ended',
  failed: 'failed',
  lost: 'failed',
};

/** Whether nothing more happens to it. */
export const isOver = ({ state }: Pick<CallRecord, 'state'>) => state === 'ended' || state === 'failed';

/**
 * Takes an event into the record; false where it says nothing new. Events may come twice and in any order: a call never goes
 * back, and one that is over stays over, but the moments of what is told late are still kept.
 */
export function takeEvent(call: CallRecord, event: CallEvent): boolean {
  if (event.what === 'setup') call.setUpAt ??= event.atMs;
  if (event.what === 'ringing') call.ringingAt ??= event.atMs;
  if (event.what === 'answered') call.answeredAt ??= event.atMs;
  // one that talked and was lost sight of has ended, nobody knows when
  const state = event.what === 'lost' && call.state === 'talking' ? 'ended' : leadsTo[event.what];
  // its answer was lost, but it calls
  if (event.what === 'not-referred' && call.setUpAt !== null) return false;
  if (isOver(call) || callStates.indexOf(state) <= callStates.indexOf(call.state)) return false;
  call.state = state;
  call.changedAt = event.atMs;
  if (isOver(call)) {
    call.endedAt = event.atMs;
    call.sipStatus = event.sipStatus;
    call.reason = reasonOf(event, call);
  }
  return true;
}

function reasonOf({ what, sipStatus }: CallEvent, call: CallRecord): string | null {
  if (what === 'ended') return null;
  if (what === 'lost') return 'lost-sight';
  const [calling, called] = call.direction === 'outgoing' ? ['agent', 'customer'] : ['customer', 'agent'];
  if (what === 'not-referred') return `${calling}-phone-unreachable`;
  if (sipStatus === 486 || sipStatus === 600) return 'busy';
  if (sipStatus === 480 || (sipStatus === 408 && call.ringingAt !== null)) return 'no-answer';
  if (sipStatus === 408 || sipStatus === 478) return `${called}-phone-unreachable`;
  return 'failed';
}

/** Whole seconds from the answer to the end; 0 where nobody answered. */
export function talkedSeconds({ answeredAt, endedAt }: CallRecord): number {
  return answeredAt === null || endedAt === null ? 0 : Math.max(0, Math.round((endedAt - answeredAt) / 1000));
}
