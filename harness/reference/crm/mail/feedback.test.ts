import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { feedbackIn, isSigned } from './feedback.ts';

const body = Buffer.from('{"mailId":7,"event":"bounced"}');
const at = (timestamp: string, key = 'k', text = body) => ({
  timestamp,
  signature: createHmac('sha256', key).update(`${timestamp}.`).update(text).digest('hex'),
});

describe('a signature', () => {
  it('is of these bytes, this secret and these minutes', () => {
    expect(isSigned(body, at('1000'), 'k', 1_100)).toBe(true);
    expect(isSigned(body, at('1000'), 'other', 1_100)).toBe(false);
    expect(isSigned(Buffer.from('{}'), at('1000'), 'k', 1_100)).toBe(false);
    expect(isSigned(body, { ...at('1000'), timestamp: '1001' }, 'k', 1_100)).toBe(false);
    expect(isSigned(body, at('1000'), 'k', 1_301)).toBe(false);
    expect(isSigned(body, at('1000'), 'k', 699)).toBe(false);
    expect(isSigned(body, at(''), 'k', 0)).toBe(false);
    expect(isSigned(body, { timestamp: '1000', signature: '' }, 'k', 1_100)).toBe(false);
  });
});

it.each([
  '',
  'null',
  '[]',
  '{"mailId":"7","event":"bounced"}',
  '{"mailId":0,"event":"bounced"}',
  '{"mailId":2147483648,"event":"bounced"}',
  '{"mailId":7,"event":"read"}',
  '{"mailId":7,"event":"bounced","reason":{}}',
  '{"mailId":7',
])('%s is no report', (text) => expect(feedbackIn(Buffer.from(text))).toBeNull());
