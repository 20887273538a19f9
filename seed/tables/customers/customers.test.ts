import { describe, expect, it } from 'vitest';
import { plansOfThousand } from '../../testing/plans.ts';
import { planFor, type Row, rowsOf } from '../../testing/rows.ts';
import { isGstin, panPattern } from '../../testing/tax-numbers.ts';
import { dateText, dayOfMoment } from '../../time/calendar.ts';
import { places } from '../../words/places.ts';
import { askedMetals, styles } from '../../words/vocabulary.ts';
import { consents } from './consent.ts';

/** Whole years from one day to another, by the calendar. */
function yearsBetween(from: number, to: number): number {
  const [a, b] = [dateText(from), dateText(to)];
  return Number(b.slice(0, 4)) - Number(a.slice(0, 4)) - (b.slice(5) < a.slice(5) ? 1 : 0);
}

const placeIn = (city: unknown) => places.find((place) => place.city === city);

describe.each(plansOfThousand)('customers of %s', (_, plan) => {
  const customers = rowsOf(plan, 'customers');
  const byId = new Map(customers.map((row) => [row.id, row]));
  const stores = new Map(rowsOf(plan, 'stores').map((row) => [row.id, row]));
  const registered = (row: Row | undefined) => dayOfMoment(row?.created_at as number);

  it('live in known cities: most in that of their store, more of the others in its state than elsewhere', () => {
    const lives = { inCity: 0, inState: 0, elsewhere: 0 };
    for (const { city, store_id } of customers) {
      const store = stores.get(store_id as number);
      const place = placeIn(city);
      expect(place, city as string).toBeDefined();
      if (city === store?.city) lives.inCity++;
      else if (place?.state === store?.state) lives.inState++;
      else lives.elsewhere++;
    }
    expect(lives.inCity / customers.length).toBeCloseTo(0.75, 1);
    expect(lives.inState).toBeGreaterThan(1.5 * lives.elsewhere);
    expect(lives.elsewhere).toBeGreaterThan(0);
  });

  it('were adults when they were registered and when they married, neither in the future', () => {
    const born = customers.filter(({ birthday }) => birthday !== null);
    const married = born.filter(({ anniversary_on }) => anniversary_on !== null);
    expect(born.length).toBeGreaterThan(400);
    expect(married.length).toBeGreaterThan(100);
    for (const row of born) {
      const age = yearsBetween(row.birthday as number, registered(row));
      expect(age).toBeGreaterThanOrEqual(18);
      expect(age).toBeLessThan(80);
    }
    for (const { birthday, anniversary_on } of married) {
      expect(yearsBetween(birthday as number, anniversary_on as number)).toBeGreaterThanOrEqual(18);
      expect(anniversary_on).toBeLessThanOrEqual(0);
    }
  });

  it('have a PAN where KYC says so, a person of that surname, each their own within the tenant', () => {
    for (const { kyc_status, pan, name } of customers) {
      expect(pan !== null, String(kyc_status)).toBe(kyc_status === 'pan' || kyc_status === 'verified');
      if (pan === null) continue;
      expect(pan).toMatch(panPattern);
      expect((pan as string)[3]).toBe('P');
      expect((pan as string)[4]).toBe((name as string).split(' ').at(-1)?.[0]);
    }
    const pans = customers
      .filter(({ pan }) => pan !== null)
      .map(({ tenant_id, pan }) => `${tenant_id} ${pan}`);
    expect(new Set(pans).size).toBe(pans.length);
    expect(new Set(customers.map(({ kyc_status }) => kyc_status)).size).toBe(4);
  });

  it('showed their PAN when they bought for two lakh rupees or more', () => {
    const large = rowsOf(plan, 'orders').filter(({ total_inr }) => (total_inr as number) >= 200_000);
    expect(large.length).toBeGreaterThan(100);
    for (const { customer_id } of large) expect(byId.get(customer_id as number)?.pan).not.toBeNull();
    expect(customers.filter(({ pan }) => pan === null).length).toBeGreaterThan(100);
  });

  it('have a valid GSTIN of their state and PAN where they buy for a business, which few do', () => {
    const businesses = customers.filter(({ gstin }) => gstin !== null);
    expect(businesses.length).toBeGreaterThan(2);
    expect(businesses.length).toBeLessThan(40);
    for (const { gstin, pan, city } of businesses) {
      expect(isGstin(gstin as string), gstin as string).toBe(true);
      expect((gstin as string).slice(0, 12)).toBe(`${placeIn(city)?.stateCode}${pan}`);
    }
  });

  it('have a moment of consent exactly where they gave one, not before they were registered', () => {
    for (const row of customers) {
      const given = row.whatsapp_consent || row.marketing_consent;
      expect(row.consent_at !== null).toBe(given);
      if (row.consent_at === null) continue;
      expect(row.consent_at).toBeGreaterThanOrEqual(row.created_at as number);
      expect(dayOfMoment(row.consent_at as number)).toBeLessThanOrEqual(0);
    }
    const willing = customers.filter(({ whatsapp_consent }) => whatsapp_consent).length;
    expect(willing / customers.length).toBeCloseTo(0.62, 1);
    const consentOf = consents(plan);
    for (const { id, whatsapp_consent, marketing_consent, consent_at } of customers)
      expect(consentOf((id as number) - 1)).toEqual({
        whatsapp: whatsapp_consent,
        marketing: marketing_consent,
        since: consent_at,
      });
  });

  it('were brought by customers of their tenant who were registered on an earlier day', () => {
    const brought = customers.filter(({ referred_by_id }) => referred_by_id !== null);
    expect(brought.length / customers.length).toBeGreaterThan(0.08);
    for (const row of brought) {
      const referrer = byId.get(row.referred_by_id as number);
      expect(referrer?.tenant_id).toBe(row.tenant_id);
      expect(registered(referrer)).toBeLessThan(registered(row));
    }
  });

  it('have ring sizes and tastes of the trade, or none that are known', () => {
    const sizes = customers.flatMap(({ ring_size }) => (ring_size === null ? [] : [ring_size as number]));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(8);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(24);
    expect(new Set(sizes).size).toBeGreaterThan(12);
    for (const { preferred_metal, preferred_style } of customers) {
      if (preferred_metal !== null) expect(askedMetals).toContain(preferred_metal);
      if (preferred_style !== null) expect(styles).toContain(preferred_style);
    }
  });

  it('were last seen on the day of their last order or visit', () => {
    const last = new Map<number, number>();
    const note = (id: number, day: number) => last.set(id, Math.max(day, last.get(id) ?? day));
    for (const { customer_id, ordered_at } of rowsOf(plan, 'orders'))
      note(customer_id as number, dayOfMoment(ordered_at as number));
    for (const { customer_id, kind, happened_at } of rowsOf(plan, 'interactions'))
      if (kind === 'visit') note(customer_id as number, dayOfMoment(happened_at as number));
    for (const { id, last_visit_on } of customers) expect(last_visit_on).toBe(last.get(id as number) ?? null);
  });

  it('have e-mail addresses and phones of their own within the tenant', () => {
    const mails = customers.flatMap(({ tenant_id, email }) =>
      email === null ? [] : [`${tenant_id} ${email}`],
    );
    expect(new Set(mails).size).toBe(mails.length);
    expect(mails.length / customers.length).toBeCloseTo(0.6, 1);
    for (const mail of mails) expect(mail).toMatch(/^\d+ [a-z]+\.[a-z]+\d+@mail\.example$/);
    const phones = customers.map(({ tenant_id, phone }) => `${tenant_id} ${phone}`);
    expect(new Set(phones).size).toBe(phones.length);
    for (const { phone } of customers) expect(phone).toMatch(/^\+91[6-9]\d{9}$/);
  });
});

describe.each(plansOfThousand)('addresses of %s', (_, plan) => {
  const customers = new Map(rowsOf(plan, 'customers').map((row) => [row.id, row]));
  const addresses = rowsOf(plan, 'customer_addresses');

  it('belong to customers of the same tenant; everybody has one home', () => {
    const homes = addresses.filter(({ kind }) => kind === 'home');
    expect(homes.map(({ customer_id }) => customer_id)).toEqual([...customers.keys()]);
    expect(addresses).toHaveLength(1_100);
    for (const { customer_id, tenant_id } of addresses)
      expect(customers.get(customer_id as number)?.tenant_id).toBe(tenant_id);
  });

  it("lie in the customer's city, with one of its PIN codes", () => {
    for (const { customer_id, city, state, pin_code } of addresses) {
      expect(city).toBe(customers.get(customer_id as number)?.city);
      expect(placeIn(city)?.state).toBe(state);
      expect(placeIn(city)?.pinCodes).toContain(pin_code);
    }
  });
});

describe('twenty thousand customers of one tenant', () => {
  // Without orders and talks, which are not looked at here.
  const plan = planFor({
    customers: 20_000,
    seed: 1,
    tenants: ['mangatrai'],
    perCustomer: { orders: 0, interactions: 0 },
  });
  const customers = rowsOf(plan, 'customers');
  const day = (row: Row | undefined) => dayOfMoment(row?.created_at as number);

  it('were brought by those of an earlier day, though many are registered on each', () => {
    const brought = customers.filter(({ referred_by_id }) => referred_by_id !== null);
    const wrong = brought.filter((row) => !(day(customers[(row.referred_by_id as number) - 1]) < day(row)));
    expect(brought.length).toBeGreaterThan(1_600);
    expect(wrong).toEqual([]);
  });

  it('gave no consent after today, not even those who are registered today', () => {
    expect(customers.filter((row) => day(row) === 0).length).toBeGreaterThan(0);
    expect(customers.filter(({ consent_at }) => dayOfMoment(Number(consent_at)) > 0)).toEqual([]);
  });

  it('have valid account and registration numbers, each once, and addresses with PIN codes of the city', () => {
    const pans = customers.flatMap(({ pan }) => (pan === null ? [] : [pan as string]));
    expect(pans.filter((pan) => !panPattern.test(pan))).toEqual([]);
    expect(new Set(pans).size).toBe(pans.length);
    const gstins = customers.flatMap(({ gstin }) => (gstin === null ? [] : [gstin as string]));
    expect(gstins.length).toBeGreaterThan(100);
    expect(gstins.filter((gstin) => !isGstin(gstin))).toEqual([]);
    const pins = new Map(places.map(({ city, pinCodes }) => [city, new Set(pinCodes)]));
    const addresses = rowsOf(plan, 'customer_addresses');
    expect(
      addresses.filter(({ city, pin_code }) => !pins.get(city as string)?.has(pin_code as string)),
    ).toEqual([]);
  });
});

describe('addresses', () => {
  it('can be fewer than customers, or many times as many', () => {
    expect(rowsOf(planFor({ perCustomer: { addresses: 0.5 } }), 'customer_addresses')).toHaveLength(250);
    const plan = planFor({ customers: 100, perCustomer: { addresses: 3.5 } });
    const held = new Map<unknown, number>();
    for (const { customer_id } of rowsOf(plan, 'customer_addresses'))
      held.set(customer_id, (held.get(customer_id) ?? 0) + 1);
    expect(held.size).toBe(100);
    expect(new Set(held.values())).toEqual(new Set([3, 4]));
  });
});
