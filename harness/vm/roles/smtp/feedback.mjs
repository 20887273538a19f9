// Hands a report of Postfix (RFC 3464) on one of the CRM's mails to the CRM. Its argument is the return path that the report came
// to, `bounce+<tenant>-<mail>@...`; the report is on standard input. Ends with 0 when the CRM has it or will never take it, with
// 75 when it is to be tried again: Postfix then keeps the report.
import { createHmac } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pathToFileURL } from 'node:url';

const tryAgain = 75;
/** Of a report no more is read: what is told stands in its first part. */
const mostBytes = 256 * 1024;
const timeoutMs = 10_000;

/** Tenant and mail that a return path names, or null. */
export function mailOf(returnPath) {
  const [, tenant, mailId] = /^bounce\+([a-z0-9-]+)-(\d{1,10})@/i.exec(returnPath) ?? [];
  return tenant === undefined ? null : { tenant: tenant.toLowerCase(), mailId: Number(mailId) };
}

/** What a report says became of the mail: `delivered`, or `bounced` with a reason; null where it says neither, or is no report. */
export function eventIn(report) {
  const fields = report
    .split(/\r?\n\r?\n/)
    .find((part) => /^Action:/im.test(part) && /^Final-Recipient:/im.test(part));
  if (fields === undefined) return null;
  const unfolded = fields.replace(/\r?\n[ \t]+/g, ' ');
  const field = (name) => new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(unfolded)?.[1]?.trim() ?? '';
  const action = field('Action').toLowerCase();
  if (action === 'delivered') return { event: 'delivered' };
  if (action !== 'failed') return null;
  const said = field('Diagnostic-Code').replace(/^[a-z0-9-]+;\s*/i, '');
  return { event: 'bounced', reason: `${field('Status')} ${said}`.trim() };
}

/** The CRM's status; 0 where it does not answer. */
function tell(url, headers, body) {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    const sent = request(
      url,
      { method: 'POST', headers, timeout: timeoutMs, rejectUnauthorized: false },
      (answer) => {
        answer.resume();
        answer.on('close', () => resolve(answer.statusCode ?? 0));
      },
    );
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve(0));
    sent.end(body);
  });
}

async function main(returnPath, sender) {
  const { url, secret, ledger } = JSON.parse(readFileSync('/etc/vm/smtp/feedback.json', 'utf8'));
  const note = (what) => appendFileSync(ledger, `${new Date().toISOString()}\t${returnPath}\t${what}\n`);
  const mail = mailOf(returnPath);
  // a report has no sender; whatever else came here is none
  const said =
    sender === 'MAILER-DAEMON' ? eventIn(readFileSync(0).subarray(0, mostBytes).toString('utf8')) : null;
  if (mail === null || said === null) {
    note('no report');
    return 0;
  }
  const body = JSON.stringify({ mailId: mail.mailId, ...said });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const hmac = (key, text) => createHmac('sha256', key).update(text).digest('hex');
  const signature = hmac(hmac(secret, `webhook:${mail.tenant}:mail`), `${timestamp}.${body}`);
  const status = await tell(
    new URL(`/webhooks/${mail.tenant}/mail`, url),
    {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-mail-timestamp': timestamp,
      'x-mail-signature': signature,
    },
    body,
  );
  if (status === 0 || status === 429 || status >= 500) return tryAgain;
  note(`${said.event}\t${status}`);
  return 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  main(...process.argv.slice(2)).then(
    (code) => process.exit(code),
    () => process.exit(tryAgain),
  );
