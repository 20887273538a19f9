import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Refused } from '../webhooks/refused.ts';
import { checkSigned, feedbackIn } from './feedback.ts';

const body = Buffer.from('{"mailId":7,"event":"bounced"}');

/** Why a report is refused, null where it is not. */
function reasonOf(
  timestamp: string,
  nowS: number,
  { key = 'k', raw = body, told = timestamp, more = {} as Record<string, string | undefined> } = {},
): string | null {
  const signature = createHmac('sha256', key).update(`${timestamp}.`).update(body).digest('hex');
  const headers = { 'x-mail-timestamp': told, 'x-mail-signature': signature, ...more };
  try {
    checkSigned({ headers, raw, nowS }, 'k');
    return null;
  } catch (error) {
    expect((error as Refused).status).toBe(401);
    return (error as Refused).reason;
  }
}

it('a signature is of these bytes, this secret and these minutes', () => {
  expect(reasonOf('1000', 1_100)).toBeNull();
  expect(reasonOf('1000', 1_100, { key: 'other' })).toBe('signature');
  expect(reasonOf('1000', 1_100, { raw: Buffer.from('{}') })).toBe('signature');
  expect(reasonOf('1000', 1_100, { told: '1001' })).toBe('signature');
  expect(reasonOf('1000', 1_301)).toBe('late');
  expect(reasonOf('1000', 699)).toBe('late');
  expect(reasonOf('soon', 0)).toBe('signature');
  expect(reasonOf('1000', 1_100, { more: { 'x-mail-signature': '' } })).toBe('unsigned');
  expect(reasonOf('1000', 1_100, { more: { 'x-mail-timestamp': undefined } })).toBe('unsigned');
});

it.each([
  '{}',
  '{"mailId":"7","event":"bounced"}',
  '{"mailId":0,"event":"bounced"}',
  '{"mailId":2147483648,"event":"bounced"}',
  '{"mailId":7,"event":"read"}',
  '{"mailId":7,"event":"bounced","reason":{}}',
])('%s is no report', (text) => expect(feedbackIn(JSON.parse(text))).toBeNull());
