import { expect, it } from 'vitest';
import { nobodyOutside } from '../outside-config.ts';
import { serverFor } from './numbers.ts';
import { configFor, differs } from './registration.ts';

const crm = { outside: { ...nobodyOutside, publicUrl: 'http://lb', secret: 'one' } };

it('gives each tenant a secret and an address of its own', () => {
  const [a, b] = ['a', 'b'].map((tenant) => configFor(crm, tenant).webhooks[0]);
  expect(a?.url).toBe('http://lb/webhooks/a/waha');
  expect(a?.hmac.key).toMatch(/^[0-9a-f]{64}$/);
  expect(a?.hmac.key).not.toBe(b?.hmac.key);
});

it('sees a config that lacks something or has it otherwise, and lets be what it has beyond that', () => {
  const wanted = configFor(crm, 'a');
  const known = JSON.parse(JSON.stringify({ ...wanted, debug: false, proxy: null }));
  expect(differs(known, wanted)).toBe(false);
  expect(differs({ ...known, metadata: { tenant: 'b' } }, wanted)).toBe(true);
  expect(differs({ ...known, webhooks: [...known.webhooks, ...known.webhooks] }, wanted)).toBe(true);
  expect(differs(known, configFor({ outside: { ...crm.outside, secret: 'two' } }, 'a'))).toBe(true);
  for (const nothing of [undefined, null, {}, 'x']) expect(differs(nothing, wanted)).toBe(true);
});

it('spreads the numbers of every tenant evenly over the servers', () => {
  for (const servers of [1, 2, 4])
    for (const tenant of [1, 2, 3]) {
      const places = [0, 1, 2, 3].map((store) => serverFor(tenant, store, servers));
      for (let server = 0; server < servers; server++)
        expect(places.filter((place) => place === server)).toHaveLength(4 / servers);
    }
});
