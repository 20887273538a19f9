import type { DatasetPlan } from './plan.ts';

/** What a column holds. A `date` is a day and a `moment` a second of the dataset's calendar, see `calendar.ts`. */
export type ColumnType = 'smallint' | 'integer' | 'bigint' | 'text' | 'boolean' | 'date' | 'moment' | 'json';

/** What a row holds for a column: numbers for integers, dates and moments, JSON as text. */
export type Value = string | number | boolean | null;

/**
 * One table of the dataset. One more table is one more file beside `customers/customers.ts`, a line in its folder's
 * `all.ts`, and its CREATE TABLE and keys in `schema/`.
 */
export interface Table {
  name: string;
  /** Type by name, in the order of the values of a row. */
  columns: Readonly<Record<string, ColumnType>>;
  /** Exactly how many rows it will have. */
  count(plan: DatasetPlan): number;
  /**
   * A function from the index of a row (from 0, in any order) to its values. Where the table has an id it is index + 1.
   * The array may be the same one each time, filled anew.
   */
  rows(plan: DatasetPlan): (index: number) => readonly Value[];
}
