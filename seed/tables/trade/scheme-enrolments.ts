import { instalmentsOfEnrolments } from '../../counts.ts';
import { customerIndex, type DatasetPlan, rowsFor, tenantAt } from '../../plan.ts';
import type { Draw } from '../../random.ts';
import { customerOn, type Skew } from '../../registration.ts';
import type { Table } from '../../table.ts';
import { tradingDay } from '../../time/season.ts';
import { Family } from './family.ts';
import { monthsLater } from './months.ts';
import { schemeId } from './schemes.ts';

export interface Enrolment {
  /** Index of its row. */
  index: number;
  tenant: number;
  /** Customer's number within the tenant, from 0. */
  customer: number;
  startedOn: number;
  months: number;
  monthlyInr: number;
  /** The customer pays the first so many instalments and no more: all of them, as a rule. */
  keeps: number;
  /** Whether it is redeemed soon after it has matured. */
  redeems: boolean;
}

const customerSkew: Skew = { floor: 0.3, power: 2 };
/** What people put aside a month; every scheme takes it. */
const amountsInr = [2_000, 2_000, 2_500, 3_000, 5_000, 5_000, 5_000, 10_000, 10_000, 20_000, 50_000] as const;
/** More than any scheme has instalments. */
const perEnrolment = 16;
/** Nobody pays after missing so many days. */
const lapsedAfterDays = 60;
const redeemedAfterDays = 30;

/** The enrolments' instalments, each scheme's in full. */
export function instalmentsFamily(plan: DatasetPlan): Family {
  return plan.once(
    'scheme-instalments',
    () => new Family(plan.deal, instalmentsOfEnrolments, rowsFor(plan, 'schemeEnrolments')),
  );
}

/** Enrolment `index`. The same object is filled anew for each, and kept when it is asked for again. */
export function enrolmentAt(plan: DatasetPlan): (index: number) => Enrolment {
  const stream = plan.stream('scheme_enrolments');
  const count = rowsFor(plan, 'schemeEnrolments');
  const family = instalmentsFamily(plan);
  const enrolment: Enrolment = {
    index: -1,
    tenant: 0,
    customer: 0,
    startedOn: 0,
    months: 0,
    monthlyInr: 0,
    keeps: 0,
    redeems: false,
  };
  return (index) => {
    if (enrolment.index === index) return enrolment;
    const draw = stream(index);
    const tenant = tenantAt(plan, index);
    const day = tradingDay((index + draw.float()) / count);
    enrolment.index = index;
    enrolment.tenant = tenant;
    enrolment.startedOn = day;
    enrolment.customer = customerOn(plan, { tenant, day }, customerSkew, draw);
    enrolment.months = family.childrenOf(index);
    enrolment.monthlyInr = draw.pick(amountsInr);
    enrolment.keeps = draw.chance(0.13) ? draw.int(1, enrolment.months - 1) : enrolment.months;
    enrolment.redeems = draw.chance(0.92);
    return enrolment;
  };
}

/** The day on which instalment `number` (from 0) is due: the first with the enrolment, then monthly. */
export function schemeDueOn({ startedOn }: Enrolment, number: number): number {
  return monthsLater(startedOn, number);
}

/** When instalment `number` of an enrolment is paid; `draw` has then more to give about it. */
export interface SchemePayment {
  /** After today where it still has to be, and never where the customer has stopped before it. */
  day: number;
  draw: Draw;
}

/** Later than any day. */
const never = 2 ** 30;

/** Payments in the order of their numbers: the first at once, later ones about their due days. */
export function schemePayments(plan: DatasetPlan): (enrolment: Enrolment, number: number) => SchemePayment {
  const stream = plan.stream('scheme_instalments');
  const payment: SchemePayment = { day: 0, draw: stream(0) };
  return (enrolment, number) => {
    const delay = stream(enrolment.index * perEnrolment + number).int(-3, 8);
    if (number >= enrolment.keeps) payment.day = never;
    else payment.day = number === 0 ? enrolment.startedOn : schemeDueOn(enrolment, number) + delay;
    return payment;
  };
}

/** What of an enrolment follows from how it was paid. */
function standingOf(enrolment: Enrolment, paymentOf: ReturnType<typeof schemePayments>) {
  let paid = 0;
  let lastPaidOn = enrolment.startedOn;
  for (; paid < enrolment.months; paid++) {
    const { day } = paymentOf(enrolment, paid);
    if (day > 0) break;
    lastPaidOn = day;
  }
  if (paid === enrolment.months) {
    const redeemed = enrolment.redeems && lastPaidOn < -redeemedAfterDays;
    return { status: redeemed ? 'redeemed' : 'matured', nextDueOn: null };
  }
  const due = schemeDueOn(enrolment, paid);
  return due < -lapsedAfterDays
    ? { status: 'lapsed', nextDueOn: null }
    : { status: 'running', nextDueOn: due };
}

export const schemeEnrolments: Table = {
  name: 'scheme_enrolments',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    customer_id: 'integer',
    scheme_id: 'integer',
    monthly_inr: 'integer',
    started_on: 'date',
    status: 'text',
    next_due_on: 'date',
  },
  count: (plan) => rowsFor(plan, 'schemeEnrolments'),
  rows: (plan) => {
    const at = enrolmentAt(plan);
    const paymentOf = schemePayments(plan);
    return (index) => {
      const enrolment = at(index);
      const { tenant, customer, months, monthlyInr, startedOn } = enrolment;
      const { status, nextDueOn } = standingOf(enrolment, paymentOf);
      return [
        index + 1,
        tenant + 1,
        customerIndex(plan, tenant, customer) + 1,
        schemeId(plan, tenant, months),
        monthlyInr,
        startedOn,
        status,
        nextDueOn,
      ];
    };
  },
};
