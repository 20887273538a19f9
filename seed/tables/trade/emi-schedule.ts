import type { DatasetPlan } from '../../plan.ts';
import { monthsLater } from './months.ts';

/** The day on which instalment `number` (from 0) of an order of `day` is due: the first a month after the order. */
export function emiDueOn(day: number, number: number): number {
  return monthsLater(day, number + 1);
}

/** More than any order has instalments. */
const perOrder = 16;

/**
 * The day on which an order's instalment is paid, in the order of their numbers; after today where it still has to be.
 * Most pay within a few days of the due date, some have to be reminded.
 */
export function emiPayments(plan: DatasetPlan): (order: number, number: number, day: number) => number {
  const stream = plan.stream('emi_instalments');
  return (order, number, day) => {
    const draw = stream(order * perOrder + number);
    return emiDueOn(day, number) + (draw.chance(0.08) ? draw.int(5, 22) : draw.int(-4, 3));
  };
}
