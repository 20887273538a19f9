import { z } from 'zod';
import type { Ask, Seen } from './ask.ts';

// What the CRM needs of a telephone system: calls are asked for in Exotel's words.

/** Any account: an own system may have one alone. */
const ACCOUNT = 'capacity';
const CONNECT = '/v1/Accounts/{account}/Calls/connect';
const path = () => CONNECT.replace('{account}', ACCOUNT);

const call = z.looseObject({ Call: z.looseObject({ Sid: z.string().min(1), Status: z.string() }) });
const CALL = '/v1/Accounts/{account}/Calls/{sid}';
const callPath = (sid: string) => CALL.replace('{account}', ACCOUNT).replace('{sid}', sid);

/** A call is asked for where `wanted` names both phones; null: none is, and that stands among the answers. */
export function telephonyAsks(wanted: { from: string; to: string } | null): Ask[] {
  const wants = wanted === null ? '--call' : undefined;
  const connect = { method: 'POST', route: CONNECT, required: true, path } as const;
  return [
    {
      ...{ method: 'GET', route: '/health', asked: '', required: true, expect: [200], bare: true },
      shape: z.looseObject({ status: z.string() }),
    },
    { ...connect, asked: 'without the key', bare: true, form: { From: '0' }, expect: [401, 403] },
    { ...connect, asked: 'a form without a phone', writes: true, form: { CallerId: '0' }, expect: [400] },
    {
      ...{ method: 'GET', route: CALL, asked: 'one that is not there', required: true, expect: [404] },
      path: () => callPath('0'.repeat(32)),
    },
    {
      ...{ ...connect, reaches: true as const, expect: [200], shape: call },
      ...{ asked: wanted === null ? 'a call' : `from ${wanted.from} to ${wanted.to}`, wants },
      form: {
        ...{ From: wanted?.from ?? '', To: wanted?.to ?? '', CallerId: wanted?.from ?? '' },
        CustomField: 'none:conformance-check',
      },
      keep: (body: unknown, seen: Seen) => void seen.set('sid', (body as z.infer<typeof call>).Call.Sid),
    },
    {
      ...{ method: 'GET', route: CALL, asked: 'this one', required: true, expect: [200], shape: call },
      ...{ reaches: true, wants },
      path: (seen: Seen) => (seen.has('sid') ? callPath(String(seen.get('sid'))) : null),
    },
  ];
}

/** A key as Exotel takes it, and as a header of its own. */
export function telephonyHeaders(apiKey: string): Record<string, string> {
  return {
    authorization: `Basic ${Buffer.from(`${apiKey}:${apiKey}`).toString('base64')}`,
    'x-api-key': apiKey,
  };
}
