import type { SentText } from './recording-waha.ts';

let counted = 0;
const envelope = (event: string, session: string, payload: object, timestamp = Date.now()) => ({
  id: `evt_${++counted}`,
  timestamp,
  event,
  session,
  metadata: {},
  payload,
});

/** The webhook that says how far a message of ours has come. */
export function ackOf({ session, chatId, id }: SentText, ack: number) {
  const payload = { id: `true_${chatId}_${id}`, from: 'x@c.us', to: chatId, fromMe: true, ack };
  return envelope('message.ack', session, payload);
}

/** The webhook that says what a customer has written. `phone` with its plus. */
export function messageOf(session: string, phone: string, text: string, more: object = {}) {
  const from = `${phone.slice(1)}@c.us`;
  const id = `false_${from}_3EB0${++counted}`;
  const timestamp = Math.floor(Date.now() / 1000);
  const payload = { id, from, fromMe: false, body: text, hasMedia: false, media: null, timestamp, ...more };
  return envelope('message', session, payload);
}

export function statusOf(session: string, status: string, timestamp = Date.now()) {
  return envelope('session.status', session, { name: session, status }, timestamp);
}
