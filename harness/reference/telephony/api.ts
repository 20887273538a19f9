import { createHash, timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type CallRecord, talkedSeconds } from './call-record.ts';
import type { Calls, NewCall } from './calls.ts';
import { readConnectForm } from './connect-form.ts';
import type { Answer, Asked } from './http.ts';
import { countIn, type Ledger } from './ledger.ts';
import type { Faults, Parameters } from './parameters.ts';
import { createRateLimit } from './rate-limit.ts';
import type { Recordings } from './recordings.ts';

export interface ApiSettings {
  apiKey: string;
  calls: Calls;
  ledger: Ledger;
  parameters: Parameters;
  faults: Faults;
  recordings: Recordings;
  connect(wanted: NewCall, timeLimitS: number): CallRecord;
}

const asking = /^\/v1\/Accounts\/([\w-]+)\/Calls(?:\/([\w-]+))?(?:\.json)?$/;

/**
 * What the CRM asks: `POST /v1/Accounts/<account>/Calls/connect` and `GET /v1/Accounts/<account>/Calls/<sid>` in Exotel's shape, and
 * `GET /recordings/<sid>`. HTTP Basic: whatever key, and the API key as its token.
 */
export function createApi(settings: ApiSettings): (asked: Asked) => Promise<Answer> {
  const { apiKey, calls, ledger, parameters, faults, recordings, connect } = settings;
  const passes = createRateLimit();

  function refused(status: number, message: string): Answer {
    countIn(ledger.refused, status);
    return failure(status, message);
  }

  async function connectTo(account: string, body: string): Promise<Answer> {
    if (faults.stallMs > 0) await pause(faults.stallMs);
    if (faults.refuseWith !== null) return refused(faults.refuseWith, 'refused on purpose');
    if (!passes(performance.now(), parameters.callsPerMinute))
      return refused(429, `more than ${parameters.callsPerMinute} calls a minute`);
    let form: ReturnType<typeof readConnectForm>;
    try {
      form = readConnectForm(new URLSearchParams(body));
    } catch (error) {
      return refused(400, (error as Error).message);
    }
    const { from, to, callerId, record, tenant, reference, callback, timeLimitS } = form;
    const call = connect(
      {
        direction: 'outgoing',
        tenant,
        reference,
        agentPhone: from,
        customerPhone: to,
        callerId,
        record,
        callback,
      },
      timeLimitS,
    );
    return { status: 200, body: { Call: asExotel(call, account) } };
  }

  return async ({ method, path, authorization, body }) => {
    if (path === '/health') return { status: 200, body: { status: 'ok' } };
    if (!holds(authorization, apiKey)) return refused(401, 'the key or its token is wrong');
    const [, account = '', sid = ''] = asking.exec(path) ?? [];
    if (method === 'POST' && sid === 'connect') return connectTo(account, body);
    const [, recorded = ''] = /^\/recordings\/([0-9a-f]{32})$/.exec(path) ?? [];
    if (method === 'GET' && recorded !== '') {
      const wav = await recordings.wav(recorded);
      return wav ? { status: 200, body: wav, type: 'audio/wav' } : failure(404, 'no such recording');
    }
    const call = method === 'GET' ? calls.get(sid) : undefined;
    return call
      ? { status: 200, body: { Call: asExotel(call, account) } }
      : failure(404, 'no such address or call');
  };
}

function failure(status: number, message: string): Answer {
  return { status, body: { RestException: { Status: status, Message: message } } };
}

/** Compared by digest, in a time that does not tell where they differ. */
function holds(authorization: string, apiKey: string): boolean {
  const [, encoded = ''] = /^Basic (\S+)$/.exec(authorization) ?? [];
  const given = Buffer.from(encoded, 'base64').toString().split(':').slice(1).join(':');
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(apiKey));
}

const exotelStatus = (call: CallRecord) => {
  if (call.state === 'ended') return 'completed';
  if (call.state !== 'failed') return 'in-progress';
  return call.reason === 'busy' || call.reason === 'no-answer' ? call.reason : 'failed';
};

function asExotel(call: CallRecord, account: string) {
  const moment = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  return {
    Sid: call.sid,
    AccountSid: account,
    From: call.agentPhone,
    To: call.customerPhone,
    PhoneNumberSid: call.callerId,
    Status: exotelStatus(call),
    Direction: call.direction === 'outgoing' ? 'outbound-api' : 'inbound',
    DateCreated: moment(call.askedAt),
    DateUpdated: moment(call.changedAt),
    StartTime: moment(call.answeredAt),
    EndTime: moment(call.endedAt),
    Duration: talkedSeconds(call),
    RecordingUrl: call.record && call.state === 'ended' ? `/recordings/${call.sid}` : null,
  };
}
