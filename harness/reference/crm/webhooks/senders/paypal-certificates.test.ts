import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testCertificate } from '../testing/paypal-certificate.ts';
import { allowedAddress, createCertificates } from './paypal-certificates.ts';

let asked: string[] = [];
let isAway = false;
const server = createServer((request, response) => {
  asked.push(request.url as string);
  if (isAway) request.socket.destroy();
  else if (request.url === '/moved') response.writeHead(302, { location: '/cert' }).end();
  else if (request.url === '/large') response.end('x'.repeat(100_000));
  else if (request.url === '/garbage') response.end('no certificate');
  else if (request.url === '/cert') response.end(testCertificate);
  else response.writeHead(404).end();
});
let host = '';
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const now = Date.parse('2026-11-26T06:00:00Z');

describe('where a certificate may come from', () => {
  const hosts = ['api.paypal.com', 'outside:8080', 'other:80'];
  it.each([
    ['https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594', true],
    ['https://api.paypal.com:443/v1/notifications/certs/CERT-1', true],
    ['https://api.paypal.com/v1/cert', false],
    ['https://api.paypal.com/v1/notifications/certs/', false],
    ['https://api.paypal.com/v1/notifications/certs/CERT-1/x', false],
    ['https://api.paypal.com/v1/notifications/certs/../../oauth2/token', false],
    ['https://api.paypal.com/v1/notifications/certs/CERT-1?again', false],
    ['https://api.paypal.com/v1/notifications/certs/CERT-1#again', false],
    ['http://outside:8080/cert', true],
    ['https://outside:8080/cert', true],
    ['http://other/cert', true],
    ['http://api.paypal.com/v1/notifications/certs/CERT-1', false],
    ['http://api.paypal.com:443/v1/notifications/certs/CERT-1', false],
    ['https://api.paypal.com:8443/v1/notifications/certs/CERT-1', false],
    ['https://api.paypal.com.evil.example/cert', false],
    ['https://evil.example/?api.paypal.com', false],
    ['https://api.paypal.com@evil.example/cert', false],
    ['https://user:pw@api.paypal.com/cert', false],
    ['http://outside/cert', false],
    ['file:///etc/passwd', false],
    ['//api.paypal.com/cert', false],
    ['', false],
  ])('%s: %s', (address, allowed) => expect(allowedAddress(address, hosts) !== null).toBe(allowed));
});

it('fetches a certificate once, for all who ask at once and afterwards', async () => {
  asked = [];
  const certificates = createCertificates([host]);
  const keys = await Promise.all([1, 2, 3].map(() => certificates.keyAt(`http://${host}/cert`, now)));
  keys.push(await certificates.keyAt(`http://${host}/cert`, now + 3_600_000));
  expect(keys.map((key) => key.asymmetricKeyType)).toEqual(['rsa', 'rsa', 'rsa', 'rsa']);
  expect(asked).toEqual(['/cert']);
});

it.each(['moved', 'large', 'garbage', 'absent'])(
  'says 503 of %s, and does not ask again at once',
  async (what) => {
    asked = [];
    const certificates = createCertificates([host]);
    for (const at of [now, now + 9_000])
      await expect(certificates.keyAt(`http://${host}/${what}`, at)).rejects.toMatchObject({ status: 503 });
    expect(asked).toEqual([`/${what}`]);
    await certificates.keyAt(`http://${host}/${what}`, now + 11_000).catch(() => {});
    expect(asked.length).toBe(2);
  },
);

it('writes one address in one way', () => {
  const path = '/v1/notifications/certs/CERT-1';
  expect(allowedAddress(`https://API.PayPal.com:443${path}`, ['api.paypal.com'])).toBe(
    `https://api.paypal.com${path}`,
  );
});

it('keeps what it has, whatever else is asked for, and though it cannot be fetched again', async () => {
  asked = [];
  const certificates = createCertificates([host]);
  await certificates.keyAt(`http://${host}/cert`, now);
  for (let n = 0; n < 300; n++)
    await expect(certificates.keyAt(`http://${host}/made-up-${n}`, now)).rejects.toMatchObject({
      status: 503,
    });
  const at = async (ms: number) => (await certificates.keyAt(`http://${host}/cert`, ms)).asymmetricKeyType;
  expect(await at(now + 1_000)).toBe('rsa');
  expect(asked.filter((url) => url === '/cert').length).toBe(1);
  isAway = true;
  expect(await at(now + 13 * 3_600_000)).toBe('rsa');
  expect(await at(now + 13 * 3_600_000 + 1_000)).toBe('rsa');
  isAway = false;
  expect(asked.filter((url) => url === '/cert').length).toBe(2);
});

it('refuses another host without asking it, and a certificate whose time is over or to come', async () => {
  asked = [];
  const certificates = createCertificates([host]);
  const refused = { status: 401, reason: 'certificate' };
  await expect(certificates.keyAt('https://evil.example/cert', now)).rejects.toMatchObject(refused);
  await expect(createCertificates([]).keyAt(`http://${host}/cert`, now)).rejects.toMatchObject(refused);
  expect(asked).toEqual([]);
  for (const at of [Date.parse('2121-01-01'), Date.parse('2019-01-01')])
    await expect(certificates.keyAt(`http://${host}/cert`, at)).rejects.toMatchObject(refused);
});
