import { createHash } from 'node:crypto';

/** What a notification says. Its id is the same whenever its job is repeated. */
export interface Notification {
  id: string;
  title: string;
  body: string;
  /** Where a click leads: an address within the CRM. */
  url: string;
}

/** RFC 8291 on the 4,096 bytes that a push service must take: 86 of header, 17 of padding and tag. */
const mostBytes = 4096 - 86 - 17;
/** What a telephone shows of it, generously. */
const most = { title: 120, body: 500, url: 500 };

/**
 * The notification that a job asks for. Texts are cut to what a browser shows, so that three bytes a character, and six where JSON
 * escapes one, stay far below what a push may hold; should that ever fail the body is cut further.
 */
export function notificationOf(jobId: string, data: Record<string, unknown>): Notification {
  const { title, body, url } = {
    title: cut(data.title, most.title),
    body: cut(data.body, most.body),
    url: typeof data.url === 'string' && data.url.length <= most.url ? data.url : '/',
  };
  // ids of jobs begin anew where Redis lost its data
  const asked = JSON.stringify([jobId, data.tenantId, data.staffId, data.storeId, title, body, url]);
  const id = createHash('sha256').update(asked).digest('base64url').slice(0, 22);
  return { id, title, body, url };
}

/** What is encrypted: JSON of at most 3,993 bytes. */
export function payloadOf(notification: Notification): string {
  let { body } = notification;
  for (;;) {
    const text = JSON.stringify({ ...notification, body });
    if (Buffer.byteLength(text) <= mostBytes) return text;
    body = cut(body, Math.floor(body.length / 2));
  }
}

function cut(text: unknown, characters: number): string {
  const all = typeof text === 'string' ? text : '';
  if (all.length <= characters) return all;
  // half a character at the end would be shown as none
  return `${all.slice(0, Math.max(0, characters - 1)).replace(/[\ud800-\udbff]$/, '')}…`;
}
