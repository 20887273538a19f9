import { expect, it } from 'vitest';
import { outcomeOf } from './outcome.ts';

it.each([
  [{ code: 'EENVELOPE', responseCode: 550, command: 'RCPT TO', response: '550 5.1.1 no such' }, 'bounced'],
  [{ code: 'EMESSAGE', responseCode: 552, command: 'DATA', response: '552 too large' }, 'bounced'],
  [{ code: 'EENVELOPE', responseCode: 450, command: 'RCPT TO', response: '450 later' }, 'later'],
  [{ code: 'EMESSAGE', responseCode: 452, command: 'DATA', response: '452 no room' }, 'later'],
  [{ code: 'EENVELOPE', message: 'No recipients defined' }, 'bounced'],
  // not about this mail: the server refuses everybody, closes, or is not there
  [{ code: 'EPROTOCOL', responseCode: 554, command: 'CONN', response: '554 no service' }, 'absent'],
  [{ code: 'EENVELOPE', responseCode: 421, command: 'RCPT TO', response: '421 closing' }, 'absent'],
  [{ code: 'EAUTH', responseCode: 535, command: 'AUTH PLAIN' }, 'absent'],
  [{ code: 'ESOCKET', command: 'CONN', message: 'connect ECONNREFUSED' }, 'absent'],
  [{ code: 'ETIMEDOUT', message: 'Greeting never received' }, 'absent'],
  [{ code: 'EDNS', message: 'queryA ENOTFOUND' }, 'absent'],
  [undefined, 'absent'],
])('%o is %s', (thrown, kind) => expect(outcomeOf(thrown).kind).toBe(kind));
