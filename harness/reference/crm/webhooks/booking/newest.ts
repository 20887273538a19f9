import { type OrderState, orderStates, type PaymentState, paymentStates } from '../news/news.ts';

/**
 * Which of two tellings holds. Both rules choose the greater by an order of their own, so the end is the same in whatever order,
 * and however often, the tellings come.
 */

export interface OrderTold {
  state: OrderState;
  totalInr: number;
  toldAt: string;
}

/**
 * Shops tell the whole order each time, so what they say later holds: a shop that takes a cancelled order up again says so
 * later. Of one moment the further state holds, and cancelled is the furthest: shops that give no time of a change (Dukaan)
 * are never taken back by what comes late.
 */
export function newerOrder<Known extends OrderTold, Told extends OrderTold>(known: Known, told: Told) {
  const byTime = Date.parse(told.toldAt) - Date.parse(known.toldAt);
  if (byTime !== 0) return byTime > 0 ? told : known;
  const byState = orderStates.indexOf(told.state) - orderStates.indexOf(known.state);
  if (byState !== 0) return byState > 0 ? told : known;
  return told.totalInr > known.totalInr ? told : known;
}

/**
 * The payment that the shop names: a customer whose first try failed has a second one, and the shop says so later. Of one moment
 * what came last holds; one that is not named any more is still known.
 */
export function newerRef(
  known: { paymentRef: string | null; toldAt: string } | undefined,
  told: { paymentRef: string | null; toldAt: string },
): string | null {
  if (known === undefined) return told.paymentRef;
  const isOlder = Date.parse(told.toldAt) < Date.parse(known.toldAt);
  return isOlder ? (known.paymentRef ?? told.paymentRef) : (told.paymentRef ?? known.paymentRef);
}

export interface PaymentTold {
  state: PaymentState;
  amountMinor: number;
  toldAt: string;
}

/**
 * Money that was taken was taken, whatever else is told at whatever time: captured holds against authorized and failed, and
 * given back against captured, unless it was only a part. Between authorized and failed the later holds: a bank may still
 * authorize what had failed.
 */
export function newerPayment<Known extends PaymentTold, Told extends PaymentTold>(known: Known, told: Told) {
  const tiers = tierOf(told.state) - tierOf(known.state);
  if (tierOf(told.state) > 0 && tierOf(known.state) > 0 && tiers !== 0) {
    const [refund, taken] = tiers > 0 ? [told, known] : [known, told];
    return refund.amountMinor >= taken.amountMinor ? refund : taken;
  }
  if (tiers !== 0) return tiers > 0 ? told : known;
  if (tierOf(told.state) > 0) return told.amountMinor > known.amountMinor ? told : known;
  const byTime = Date.parse(told.toldAt) - Date.parse(known.toldAt);
  if (byTime !== 0) return byTime > 0 ? told : known;
  return paymentStates.indexOf(told.state) > paymentStates.indexOf(known.state) ? told : known;
}

function tierOf(state: PaymentState): number {
  return { authorized: 0, failed: 0, captured: 1, refunded: 2 }[state];
}
