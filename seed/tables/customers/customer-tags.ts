import {
  customerCount,
  customerIndex,
  customerNumber,
  type DatasetPlan,
  rowsFor,
  tenantAt,
} from '../../plan.ts';
import { scattered } from '../../skew.ts';
import type { Table } from '../../table.ts';
import { customerTagNames } from '../../words/vocabulary.ts';
import { tagId } from './tags.ts';

/** The rows of one tag: from `first` up to the next one's. */
interface Run {
  first: number;
  count: number;
  /** Among how many of the customers it is found, those first who are busy. */
  reach: number;
}

/** In what part of the customers tags are found, in turn: four in ten customers have none, and a tenth has many. */
const reaches = [0.6, 0.4, 0.2, 0.5, 0.1];

/** A tag at rank `r` is as usual as 1 / (r + 3). */
const weightOf = (rank: number) => 1 / (rank + 3);

/** No customer has a tag twice, so there are not more rows than that. */
function rowCountOf(plan: DatasetPlan): number {
  return Math.min(rowsFor(plan, 'customerTags'), plan.request.customers * customerTagNames.length);
}

/** How the rows are shared out to the tags, the most usual first. A tag that everybody has leaves its surplus to the next. */
function runsOf(plan: DatasetPlan): readonly Run[] {
  const { customers } = plan.request;
  const runs: Run[] = [];
  let rowsLeft = rowCountOf(plan);
  let weightLeft = customerTagNames.reduce((sum, _, rank) => sum + weightOf(rank), 0);
  for (let rank = 0, first = 0; rank < customerTagNames.length; rank++) {
    // Rounded up, and the weights fall: so the tags that are left can always take the rows that are left.
    const isLast = rank === customerTagNames.length - 1;
    const share = isLast ? rowsLeft : Math.ceil((rowsLeft * weightOf(rank)) / weightLeft);
    const count = Math.min(share, rowsLeft, customers);
    const reach = Math.max(count, Math.floor(customers * (reaches[rank % reaches.length] as number)));
    runs.push({ first, count, reach });
    first += count;
    rowsLeft -= count;
    weightLeft -= weightOf(rank);
  }
  return runs;
}

/** Which tag row `index` is of. */
function tagAt(runs: readonly Run[], index: number): number {
  let tag = 0;
  while (tag < runs.length - 1 && index >= (runs[tag + 1] as Run).first) tag++;
  return tag;
}

/** Index of the customer at `rank` of all, the busiest of every tenant first: one to one. */
function busyCustomer(plan: DatasetPlan, rank: number): number {
  const tenant = tenantAt(plan, rank);
  const count = customerCount(plan, tenant);
  return customerIndex(plan, tenant, scattered(customerNumber(plan, rank), count));
}

/** Rows stand tag by tag; each of a tag's rows has a stretch of the customers to itself, so none has the tag twice. */
export const customerTags: Table = {
  name: 'customer_tags',
  columns: {
    tenant_id: 'integer',
    customer_id: 'integer',
    tag_id: 'integer',
  },
  count: rowCountOf,
  rows: (plan) => {
    const stream = plan.stream('customer_tags');
    const runs = runsOf(plan);
    return (index) => {
      const tag = tagAt(runs, index);
      const { first, count, reach } = runs[tag] as Run;
      const place = index - first;
      const from = Math.floor((place * reach) / count);
      const below = Math.floor(((place + 1) * reach) / count);
      const customer = busyCustomer(plan, stream(index).int(from, below - 1));
      const tenant = tenantAt(plan, customer);
      return [tenant + 1, customer + 1, tagId(plan, tenant, tag)];
    };
  },
};
