import { describe, expect, it } from 'vitest';
import webPush from 'web-push';
import { checkVapid } from '../../outside/vapid.ts';
import { areKeys } from './keys.ts';
import { vapidKeysOf } from './vapid.ts';

const origin = 'https://push.example';
const nowS = () => Math.floor(Date.now() / 1000);
const header = (keys = vapidKeysOf('a'), audience = origin, expiry?: number) =>
  webPush.getVapidHeaders(
    audience,
    'mailto:a@b.example',
    keys.publicKey,
    keys.privateKey,
    'aes128gcm',
    expiry,
  ).Authorization;

describe('the CRM’s key', () => {
  it('follows from its secret, the same every time, and from no other', () => {
    expect(vapidKeysOf('a')).toEqual(vapidKeysOf('a'));
    expect(vapidKeysOf('a').publicKey).not.toBe(vapidKeysOf('b').publicKey);
  });

  it('is one that the library takes and a push service believes', () => {
    const keys = vapidKeysOf('a');
    webPush.setVapidDetails('mailto:a@b.example', keys.publicKey, keys.privateKey);
    expect(checkVapid(header(keys), origin, nowS())).toEqual({ key: keys.publicKey });
  });

  it('is not believed with another’s name, for another service, too late, too long, or changed', () => {
    const [a, b] = [vapidKeysOf('a'), vapidKeysOf('b')];
    const fault = (text: string | undefined, at = nowS()) => checkVapid(text, origin, at);
    expect(fault(undefined)).toEqual({ fault: 'vapid missing' });
    expect(fault('vapid t=x')).toEqual({ fault: 'vapid malformed' });
    expect(fault(header(a).replace(a.publicKey, b.publicKey))).toEqual({ fault: 'vapid signature' });
    expect(fault(header(a, 'https://elsewhere.example'))).toEqual({ fault: 'vapid audience' });
    expect(fault(header(a), nowS() + 13 * 3600)).toEqual({ fault: 'vapid expiry' });
    expect(fault(header(a), nowS() - 13 * 3600)).toEqual({ fault: 'vapid expiry' });
  });
});

it('takes keys of a browser, and no others', () => {
  const { publicKey } = webPush.generateVAPIDKeys();
  const auth = 'A'.repeat(22);
  expect(areKeys({ p256dh: publicKey, auth })).toBe(true);
  expect(areKeys({ p256dh: publicKey, auth: 'A'.repeat(21) })).toBe(false);
  expect(areKeys({ p256dh: publicKey.slice(0, 86), auth })).toBe(false);
  expect(areKeys({ p256dh: `B${'A'.repeat(86)}`, auth })).toBe(false);
  expect(areKeys({ p256dh: `${publicKey.slice(0, 86)}=`, auth })).toBe(false);
});
