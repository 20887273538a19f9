import { chatId } from '../../values/contacts.ts';
import { hexUpper } from '../../values/hex.ts';
import { customerBegins, customerReplies } from '../messages.ts';
import type { EventFacts, WebhookSource } from './webhook-source.ts';

/** Numbers of the stores, one a store: no customer's, because those begin with 6 to 9. */
const storeChats = ['914040010001', '914040010002', '914040010003', '914040010004'].map(
  (digits) => `${digits}@c.us`,
);
const stores = storeChats.length;

const acks = [
  '"ack":1,"ackName":"SERVER"',
  '"ack":2,"ackName":"DEVICE"',
  '"ack":3,"ackName":"READ"',
] as const;
const environment =
  '"engine":"WEBJS","environment":{"version":"2022.12.1","engine":"WEBJS","tier":"CORE","browser":null,"platform":"linux/x64","worker":{"id":"waha-1","role":null}}';

function acknowledged({ draw, phone, epoch }: Readonly<EventFacts>, store: string): string {
  const chat = chatId(phone);
  const id = `true_${chat}_3EB0${hexUpper(draw.int(0, 0xffff_ffff))}${hexUpper(draw.int(0, 0xffff_ffff))}`;
  return (
    `{"id":"${id}","from":"${store}","to":"${chat}","participant":null,"fromMe":true,${draw.pick(acks)},` +
    `"_data":{"id":{"fromMe":true,"remote":"${chat}","_serialized":"${id}"},"type":"chat","t":${epoch},"from":"${store}","to":"${chat}","self":"out","isNewMsg":false,"star":false}}`
  );
}

function incoming({ draw, phone, name, epoch }: Readonly<EventFacts>, store: string): string {
  const chat = chatId(phone);
  const id = `false_${chat}_3EB0${hexUpper(draw.int(0, 0xffff_ffff))}${hexUpper(draw.int(0, 0xffff_ffff))}`;
  const { bodies } = draw.chance(0.5) ? customerBegins : customerReplies;
  return (
    `{"id":"${id}","timestamp":${epoch},"from":"${chat}","to":"${store}","fromMe":false,"source":"app","participant":null,` +
    `"body":"${draw.pick(bodies)}","hasMedia":false,"media":null,${acks[1]},"location":null,"vCards":[],"replyTo":null,` +
    `"_data":{"notifyName":"${name}","type":"chat","t":${epoch},"self":"in","isNewMsg":true,"star":false,"isVcardOverMmsDocument":false,"labels":[]}}`
  );
}

function payload(event: string, facts: Readonly<EventFacts>): string {
  const { draw, tenant, epoch, deliveryId } = facts;
  const store = draw.int(0, stores - 1);
  const chat = storeChats[store] as string;
  const about = event === 'message' ? incoming(facts, chat) : acknowledged(facts, chat);
  return (
    `{"id":"${deliveryId}","timestamp":${epoch}${draw.int(100, 999)},"event":"${event}","session":"${tenant}-${store + 1}",` +
    `"metadata":{"tenant":"${tenant}"},"me":{"id":"${chat}","pushName":"${tenant}"},"payload":${about},${environment}}`
  );
}

const crockford = '0123456789abcdefghjkmnpqrstvwxyz';
const pairs: readonly string[] = Array.from(
  { length: 1_024 },
  (_, value) => crockford.charAt(value >> 5) + crockford.charAt(value & 31),
);

/** `evt_` and, in small letters, what looks like a ULID: ten characters of time, then ours, then chance. */
function eventId({ epoch, lowerHex, draw }: Readonly<EventFacts>): string {
  return `evt_01g${inBase32(epoch)}${lowerHex}${inBase32(draw.int(0, 0x3fff_ffff))}${draw.pick(pairs)}`;
}

/** Seven digits of base 32, three of which are the highest bits. */
function inBase32(word: number): string {
  return (
    crockford.charAt((word >>> 30) & 3) +
    (pairs[(word >>> 20) & 1023] as string) +
    (pairs[(word >>> 10) & 1023] as string) +
    (pairs[word & 1023] as string)
  );
}

export const waha: WebhookSource = {
  name: 'waha',
  percent: 40,
  // Each message sent is acknowledged up to three times: by the server, the device and the reader.
  events: ['message', 'message', 'message.ack', 'message.ack', 'message.ack'],
  deliveryId: eventId,
  payload,
};
