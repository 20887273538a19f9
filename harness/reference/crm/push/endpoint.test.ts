import { describe, expect, it } from 'vitest';
import { nobodyOutside } from '../outside-config.ts';
import { mayPushTo } from './endpoint.ts';

const allowed = [...nobodyOutside.pushHosts, 'outside:8090', 'push.local'];

describe('an endpoint', () => {
  it.each([
    'https://fcm.googleapis.com/fcm/send/abc:def',
    'https://fcm.googleapis.com:443/x',
    'https://updates.push.services.mozilla.com/wpush/v2/gAAAA',
    'https://wns2-am3p.notify.windows.com/w/?token=AwYAAA%3d',
    'http://outside:8090/push/abc',
    'https://outside:8090/push/abc',
    'https://push.local/x',
  ])('may be %s', (endpoint) => {
    expect(mayPushTo(endpoint, allowed)).toBe(true);
  });

  it.each([
    ['plain http', 'http://fcm.googleapis.com/x'],
    ['plain http where no port is listed', 'http://push.local/x'],
    ['another port', 'https://fcm.googleapis.com:8443/x'],
    ['another port of a listed host', 'http://outside:8091/faults'],
    ['the host without its port', 'http://outside/x'],
    ['loopback', 'https://127.0.0.1/x'],
    ['loopback as a number', 'https://2130706433/x'],
    ['loopback as hex', 'https://0x7f.1/x'],
    ['IPv6', 'https://[::1]/x'],
    ['mapped IPv6', 'https://[::ffff:169.254.169.254]/x'],
    ['the metadata address', 'http://169.254.169.254/latest/meta-data/'],
    ['a private name', 'https://redis:6379/'],
    ['a name that only ends so', 'https://evilfcm.googleapis.com/x'],
    ['a name that only begins so', 'https://fcm.googleapis.com.evil.example/x'],
    ['the name above a wildcard', 'https://notify.windows.com/x'],
    ['nothing before a wildcard', 'https://.notify.windows.com/x'],
    ['a wildcard without its dot', 'https://evilnotify.windows.com/x'],
    ['the name as a user', 'https://fcm.googleapis.com@evil.example/x'],
    ['a user', 'https://a:b@fcm.googleapis.com/x'],
    ['a backslash', 'https://evil.example\\@fcm.googleapis.com/x'],
    ['a line break', 'https://fcm.googleapis.com/x\r\nHost: evil'],
    ['a trailing dot', 'https://fcm.googleapis.com./x'],
    ['a fragment', 'https://evil.example/#fcm.googleapis.com'],
    ['a file', 'file:///etc/passwd'],
    ['a script', 'javascript:alert(1)'],
    ['no address', 'fcm.googleapis.com/x'],
    ['a very long one', `https://fcm.googleapis.com/${'x'.repeat(2_000)}`],
  ])('is not %s', (_, endpoint) => {
    expect(mayPushTo(endpoint, allowed)).toBe(false);
  });
});
