import { itemsOfQuotes } from '../../counts.ts';
import { customerIndex, type DatasetPlan, rowsFor, tenantAt } from '../../plan.ts';
import { customerOn, homeStore, type Skew } from '../../registration.ts';
import type { Table } from '../../table.ts';
import { dayOfMoment } from '../../time/calendar.ts';
import { momentAt, shopHours } from '../../time/timeline.ts';
import { counterStaff } from '../organisation/staff.ts';
import { Family } from './family.ts';
import { goldRates } from './gold-rates.ts';
import { drawLine, emptyLines, type Line } from './lines.ts';
import { shelves } from './products.ts';

type QuoteStatus = 'draft' | 'sent' | 'accepted' | 'expired';

export interface Quote {
  /** Index of its row. */
  index: number;
  tenant: number;
  /** Customer's number within the tenant, from 0. */
  customer: number;
  /** Id. */
  staff: number;
  moment: number;
  status: QuoteStatus;
  inrPerGram24k: number;
  /** The last day on which its rate holds. */
  validUntil: number;
  /** The first `lineCount` are the quote's. */
  lines: readonly Line[];
  lineCount: number;
  totalInr: number;
}

const customerSkew: Skew = { floor: 0.15, power: 2 };
const mostLines = 3;
/** A jeweller holds a rate for a few days. */
const validDays = [2, 3, 3, 7, 7, 7, 15] as const;

/** The quotes' items. */
export function itemsFamily(plan: DatasetPlan): Family {
  return plan.once('quote-items', () => new Family(plan.deal, itemsOfQuotes, rowsFor(plan, 'quotes')));
}

/** Quote `index` with its lines. The same object is filled anew for each, and kept when it is asked for again. */
export function quoteAt(plan: DatasetPlan): (index: number) => Quote {
  const stream = plan.stream('quotes');
  const lineStream = plan.stream('quote_items');
  const count = quotes.count(plan);
  const items = itemsFamily(plan);
  const shelf = shelves(plan);
  const rate = goldRates(plan);
  const sellerAt = counterStaff(plan);
  const lines = emptyLines(mostLines, shelf[0] ?? []);
  const quote: Quote = {
    index: -1,
    tenant: 0,
    customer: 0,
    staff: 0,
    moment: 0,
    status: 'draft',
    inrPerGram24k: 0,
    validUntil: 0,
    lines,
    lineCount: 0,
    totalInr: 0,
  };
  return (index) => {
    if (quote.index === index) return quote;
    const draw = stream(index);
    const tenant = tenantAt(plan, index);
    quote.index = index;
    quote.tenant = tenant;
    quote.moment = momentAt((index + draw.float()) / count, shopHours);
    const day = dayOfMoment(quote.moment);
    quote.customer = customerOn(plan, { tenant, day }, customerSkew, draw);
    quote.staff = sellerAt(tenant, homeStore(quote.customer), draw);
    quote.validUntil = day + draw.pick(validDays);
    quote.status = statusOf(quote.validUntil < 0, draw.float());
    quote.inrPerGram24k = rate(tenant, day);
    quote.lineCount = items.childrenOf(index);
    quote.totalInr = 0;
    for (let at = 0; at < quote.lineCount; at++) {
      const line = lines[at] as Line;
      drawLine(line, shelf[tenant] ?? [], quote.inrPerGram24k, lineStream(index * mostLines + at));
      quote.totalInr += line.priceInr;
    }
    return quote;
  };
}

/** What was not accepted while it was valid has expired. */
function statusOf(over: boolean, u: number): QuoteStatus {
  if (over) return u < 0.38 ? 'accepted' : 'expired';
  if (u < 0.2) return 'accepted';
  return u < 0.35 ? 'draft' : 'sent';
}

export const quotes: Table = {
  name: 'quotes',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    customer_id: 'integer',
    staff_id: 'integer',
    status: 'text',
    total_inr: 'bigint',
    rate_inr_per_gram_24k: 'integer',
    valid_until: 'date',
    created_at: 'moment',
  },
  count: (plan) => rowsFor(plan, 'quotes'),
  rows: (plan) => {
    const at = quoteAt(plan);
    return (index) => {
      const { tenant, customer, staff, moment, status, inrPerGram24k, validUntil, totalInr } = at(index);
      return [
        index + 1,
        tenant + 1,
        customerIndex(plan, tenant, customer) + 1,
        staff,
        status,
        totalInr,
        inrPerGram24k,
        validUntil,
        moment,
      ];
    };
  },
};
