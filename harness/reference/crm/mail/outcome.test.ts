import { expect, it } from 'vitest';
import { outcomeOf, type Stage } from './outcome.ts';

it.each<[object | undefined, Stage, string]>([
  [
    { code: 'EENVELOPE', responseCode: 550, command: 'RCPT TO', response: '550 no such' },
    'sending',
    'bounced',
  ],
  [{ code: 'EMESSAGE', responseCode: 552, command: 'DATA', response: '552 too large' }, 'sending', 'bounced'],
  [{ code: 'EENVELOPE', responseCode: 450, command: 'RCPT TO', response: '450 later' }, 'sending', 'later'],
  [{ code: 'EMESSAGE', responseCode: 452, command: 'DATA', response: '452 no room' }, 'sending', 'later'],
  [{ code: 'EENVELOPE', message: 'No recipients defined' }, 'sending', 'bounced'],
  // the server may have it, and nobody knows
  [{ code: 'ETIMEDOUT', command: 'CONN', message: 'Timeout' }, 'sending', 'later'],
  [{ code: 'ECONNECTION', command: 'CONN', message: 'Connection closed unexpectedly' }, 'sending', 'later'],
  [{ code: 'ESOCKET', command: 'CONN', message: 'read ECONNRESET' }, 'sending', 'later'],
  [{ code: 'EENVELOPE', responseCode: 421, command: 'RCPT TO', response: '421 closing' }, 'sending', 'later'],
  [{ code: 'EPROTOCOL', responseCode: 554, command: 'CONN', response: '554 what' }, 'sending', 'later'],
  [undefined, 'sending', 'later'],
  // not about this mail: the server refuses everybody, or is not there
  [
    { code: 'EPROTOCOL', responseCode: 554, command: 'CONN', response: '554 no service' },
    'connecting',
    'absent',
  ],
  [{ code: 'EAUTH', responseCode: 535, command: 'AUTH PLAIN' }, 'connecting', 'absent'],
  [{ code: 'ESOCKET', command: 'CONN', message: 'connect ECONNREFUSED' }, 'connecting', 'absent'],
  [{ code: 'ETIMEDOUT', message: 'Greeting never received' }, 'connecting', 'absent'],
  [{ code: 'EDNS', message: 'queryA ENOTFOUND' }, 'connecting', 'absent'],
  // no server can help it
  [new TypeError('the text is no text'), 'composing', 'bounced'],
])('%o while %s is %s', (thrown, stage, kind) => expect(outcomeOf(thrown, stage).kind).toBe(kind));
