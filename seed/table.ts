import type { DatasetPlan } from './plan.ts';

/** What a column can hold in COPY text. */
export type CopyValue = string | number | boolean | null;

/**
 * One table of the dataset. One more table is one more file beside `tables/customers.ts`, a line in `tables/all.ts` and
 * its CREATE TABLE.
 */
export interface Table {
  name: string;
  /** In the order of the values of a row. */
  columns: readonly string[];
  /** Exactly how many rows it will have. */
  count(plan: DatasetPlan): number;
  /** A function from the index of a row (from 0, in any order) to its values. Ids are index + 1. */
  rows(plan: DatasetPlan): (index: number) => readonly CopyValue[];
}
