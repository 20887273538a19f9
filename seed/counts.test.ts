import { expect, it } from 'vitest';
import { emiInstalmentsOfOrders, exchangesOfOrders, paymentsOfOrders } from './counts.ts';

it('gives an order with old gold two payments and an order in instalments one, its advance', () => {
  for (let number = 0; number < 720; number++) {
    const payments = paymentsOfOrders[number % paymentsOfOrders.length];
    if (exchangesOfOrders[number % exchangesOfOrders.length] === 1) expect(payments).toBe(2);
    if (emiInstalmentsOfOrders[number % emiInstalmentsOfOrders.length] !== 0) expect(payments).toBe(1);
  }
});
