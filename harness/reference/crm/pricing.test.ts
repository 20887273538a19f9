import { expect, it } from 'vitest';
import { priceInr as seededPrice } from '../../../seed/values/pricing.ts';
import { priceInr } from './pricing.ts';

it('prices a piece as the seeder does', () => {
  for (let i = 0; i < 200; i++) {
    const piece = {
      weightMg: 300 + i * 571,
      purity: 18 + 2 * (i % 4),
      makingInrPerGram: 60 + i * 8,
      stoneInr: i * 150,
    };
    expect(priceInr(piece, 5_700 + i * 13)).toBe(seededPrice(piece, 5_700 + i * 13));
  }
});
