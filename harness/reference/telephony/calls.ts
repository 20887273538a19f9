import { randomBytes } from 'node:crypto';
import { type CallEvent, type CallRecord, isOver, takeEvent } from './call-record.ts';
import type { Journal } from './journal.ts';
import { countIn, type Ledger } from './ledger.ts';

export interface Calls {
  get(sid: string): CallRecord | undefined;
  begin(wanted: NewCall, nowMs: number): CallRecord;
  /** Takes an event of a call; of one that is not known it is counted, and no more. */
  take(sid: string, event: CallEvent): void;
  /** Those that are not over. */
  open(): CallRecord[];
  /** The latest first. */
  latest(most: number): CallRecord[];
  keep(call: CallRecord): void;
}

export type NewCall = Pick<
  CallRecord,
  'direction' | 'tenant' | 'reference' | 'agentPhone' | 'customerPhone' | 'callerId' | 'record' | 'callback'
>;

/** Calls kept in memory and, over a restart, in the journal: a day of a busy store's. */
export const mostCalls = 20_000;

/** The records of all calls: each change is in the journal and in the ledger before `onChange` is told. */
export function createCalls(journal: Journal, ledger: Ledger, onChange: (call: CallRecord) => void): Calls {
  const bySid = new Map<string, CallRecord>();
  let talking = 0;
  const references = new Map<string, number>();
  const count = ({ tenant, reference }: CallRecord, by: number) => {
    if (reference === '') return;
    const name = `${tenant}:${reference}`;
    const left = (references.get(name) ?? 0) + by;
    if (left > 1 && by > 0) ledger.doubled++;
    if (left > 0) references.set(name, left);
    else references.delete(name);
  };

  function add(call: CallRecord): void {
    bySid.set(call.sid, call);
    count(call, 1);
    for (const [sid, oldest] of bySid) {
      if (bySid.size <= mostCalls) break;
      bySid.delete(sid);
      count(oldest, -1);
    }
  }
  for (const call of journal.kept) {
    add(call);
    countAll(ledger, call);
    if (call.state === 'talking') talking++;
  }

  return {
    get: (sid) => bySid.get(sid),
    begin(wanted, nowMs) {
      const call: CallRecord = {
        ...wanted,
        sid: randomBytes(16).toString('hex'),
        state: 'asked',
        sipStatus: 0,
        reason: null,
        askedAt: nowMs,
        setUpAt: null,
        ringingAt: null,
        answeredAt: null,
        endedAt: null,
        changedAt: nowMs,
        told: [],
      };
      add(call);
      journal.write(call);
      ledger.asked++;
      return call;
    },
    take(sid, event) {
      const call = bySid.get(sid);
      if (!call) {
        ledger.unknownEvents++;
        return;
      }
      const wasAnswered = call.answeredAt !== null;
      const before = call.state;
      const changed = takeEvent(call, event);
      talking += Number(call.state === 'talking') - Number(before === 'talking');
      ledger.mostTalking = Math.max(ledger.mostTalking, talking);
      // the phone's own answer may be overtaken by the call that it makes
      if (event.what === 'referred') ledger.referred++;
      if (!wasAnswered && call.answeredAt !== null) ledger.answered++;
      if (!changed && event.what !== 'referred') ledger.repeatedEvents++;
      if (!changed) return;
      if (event.what === 'setup') ledger.setUp++;
      journal.write(call);
      countEnd(ledger, call);
      onChange(call);
    },
    open: () => [...bySid.values()].filter((call) => !isOver(call)),
    latest: (most) => [...bySid.values()].slice(-most).reverse(),
    keep: (call) => journal.write(call),
  };
}

function countEnd(ledger: Ledger, call: CallRecord): void {
  if (call.state === 'ended') ledger.ended++;
  if (call.state !== 'failed') return;
  countIn(ledger.failedByStatus, call.sipStatus);
  countIn(ledger.failedByReason, call.reason ?? 'failed');
}

/** What the journal of an earlier run says of a call. */
function countAll(ledger: Ledger, call: CallRecord): void {
  ledger.asked++;
  if (call.state === 'referred' || call.setUpAt !== null) ledger.referred++;
  if (call.setUpAt !== null) ledger.setUp++;
  if (call.answeredAt !== null) ledger.answered++;
  countEnd(ledger, call);
}
