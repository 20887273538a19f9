import { describe, expect, it } from 'vitest';
import { eventIn, mailOf } from './roles/smtp/feedback.mjs';

it('knows the return paths of the CRM', () => {
  expect(mailOf('bounce+two-words-7@crm.example')).toEqual({ tenant: 'two-words', mailId: 7 });
  expect(mailOf('bounce+7@crm.example')).toBeNull();
  expect(mailOf('outbox@localhost')).toBeNull();
});

describe('what Postfix reports', () => {
  const report = (fields: string) =>
    `From: MAILER-DAEMON\n\nAction: failed in the text\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; all\n\n${fields}\n\n--b\nContent-Type: text/rfc822-headers\n\nSubject: Action: delivered\n`;

  it('is read from the fields of the recipient', () => {
    const failed = report(
      'Final-Recipient: rfc822; x@bounce.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: x-unix; there is\n no such mailbox',
    );
    expect(eventIn(failed)).toEqual({ event: 'bounced', reason: '5.1.1 there is no such mailbox' });
    expect(eventIn(failed.replaceAll('\n', '\r\n'))).toEqual(eventIn(failed));
    const good = 'Final-Recipient: rfc822; a@home.example\nAction: delivered\nStatus: 2.0.0';
    expect(eventIn(report(good))).toEqual({ event: 'delivered' });
  });

  it.each(['delayed', 'relayed', 'expanded'])('does not take %s for an end', (action) => {
    expect(
      eventIn(report(`Final-Recipient: rfc822; a@b.example\nAction: ${action}\nStatus: 4.0.0`)),
    ).toBeNull();
  });

  it('is not what somebody wrote', () => {
    expect(eventIn('Subject: hello\n\nAction: failed\n')).toBeNull();
  });
});
