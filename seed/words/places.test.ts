import { describe, expect, it } from 'vitest';
import { stream } from '../random.ts';
import { pinCode, places, placesAround, storePlaces } from './places.ts';

/** India Post's circles: the first two digits of the PIN codes of a state. */
const circles: Record<string, readonly [from: number, to: number]> = {
  Delhi: [11, 11],
  Punjab: [14, 15],
  Chandigarh: [16, 16],
  'Uttar Pradesh': [20, 28],
  Rajasthan: [30, 34],
  Gujarat: [36, 39],
  Maharashtra: [40, 44],
  'Madhya Pradesh': [45, 48],
  Chhattisgarh: [49, 49],
  Telangana: [50, 50],
  'Andhra Pradesh': [51, 53],
  Karnataka: [56, 59],
  'Tamil Nadu': [60, 64],
  Kerala: [67, 69],
  'West Bengal': [70, 74],
  Odisha: [75, 77],
  Assam: [78, 78],
  Bihar: [80, 85],
  Jharkhand: [81, 83],
};

/** The first three digits of the PIN codes of cities, and their state's code in a GSTIN, as published. */
const known: Record<string, readonly [district: string, stateCode: string]> = {
  Hyderabad: ['500', '36'],
  Kolkata: ['700', '19'],
  Ahmedabad: ['380', '24'],
  Mumbai: ['400', '27'],
  Pune: ['411', '27'],
  Chennai: ['600', '33'],
  Bengaluru: ['560', '29'],
  Surat: ['395', '24'],
  Jaipur: ['302', '08'],
  Vijayawada: ['520', '37'],
  Kochi: ['682', '32'],
  Lucknow: ['226', '09'],
  Indore: ['452', '23'],
  Delhi: ['110', '07'],
  Patna: ['800', '10'],
  Bhubaneswar: ['751', '21'],
  Ludhiana: ['141', '03'],
  Guwahati: ['781', '18'],
};

describe('places', () => {
  it('has about fifty cities, each once, and the stores in their old order', () => {
    expect(new Set(places.map(({ city }) => city)).size).toBe(places.length);
    expect(places.length).toBeGreaterThanOrEqual(40);
    expect(storePlaces.slice(0, 5).map(({ city }) => city)).toEqual([
      'Hyderabad',
      'Kolkata',
      'Ahmedabad',
      'Mumbai',
      'Pune',
    ]);
    expect(storePlaces).toHaveLength(30);
  });

  it.each(places)('gives $city PIN codes of its own postal circle', ({ state, stateCode, pinCodes }) => {
    const [from, to] = circles[state] as readonly [number, number];
    for (const pin of pinCodes) {
      expect(pin).toMatch(/^[1-9]\d{5}$/);
      expect(Number(pin.slice(0, 2))).toBeGreaterThanOrEqual(from);
      expect(Number(pin.slice(0, 2))).toBeLessThanOrEqual(to);
    }
    expect(stateCode).toMatch(/^\d\d$/);
  });

  it.each(Object.entries(known))(
    'knows the sorting district and state code of %s',
    (city, [district, code]) => {
      const found = places.find((place) => place.city === city);
      expect(found?.pinCodes.every((pin) => pin.startsWith(district))).toBe(true);
      expect(found?.stateCode).toBe(code);
    },
  );

  it('gives no PIN code to two cities, and one code to a state', () => {
    const pins = places.flatMap(({ pinCodes }) => pinCodes);
    expect(new Set(pins).size).toBe(pins.length);
    const codes = new Map(places.map(({ state, stateCode }) => [state, stateCode]));
    expect(new Set(codes.values()).size).toBe(codes.size);
    for (const { state, stateCode } of places) expect(stateCode).toBe(codes.get(state));
  });
});

describe('pinCode', () => {
  it('draws every code of the place and no other', () => {
    const pune = places.find(({ city }) => city === 'Pune');
    if (!pune) throw new Error('no Pune');
    const draw = stream(1, 'pins')(0);
    const drawn = new Set(Array.from({ length: 2_000 }, () => pinCode(pune, draw)));
    expect([...drawn].sort()).toEqual([...pune.pinCodes]);
  });
});

describe('placesAround', () => {
  it.each(places)('surrounds $city with its own state for the most part, never with itself', (home) => {
    const around = placesAround(home);
    expect(around.map(({ city }) => city)).not.toContain(home.city);
    const near = around.filter(({ state }) => state === home.state).length;
    const alone = places.filter(({ state }) => state === home.state).length === 1;
    if (alone) expect(near).toBe(0);
    else expect(near / around.length).toBeGreaterThanOrEqual(0.68);
    expect(new Set(around).size).toBe(places.length - 1);
  });
});
