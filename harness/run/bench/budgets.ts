import { HarnessError } from '../../core/errors.ts';
import { textTable } from '../../core/text-table.ts';
import { MIB } from '../../core/units.ts';

/** What a seeding may cost, by the issue that asked for it. */
export const budgets = {
  /** Times what the server takes for the same bytes from files of its own. */
  serverRatio: 1.5,
  peakBytes: 400 * MIB,
  /** Memory at the full size, times what a fifth of it takes. */
  flatRatio: 1.3,
  /** Copying a dataset that was kept, times seeding it. */
  reuseRatio: 0.2,
} as const;

/** A figure of the benchmark; `most` is its budget, null where it is only told. */
export interface Figure {
  what: string;
  value: number;
  most: number | null;
  show(value: number): string;
}

export function isOver({ value, most }: Figure): boolean {
  return most !== null && !(value <= most);
}

/** The figures as lines of a table. */
export function tableOf(figures: readonly Figure[]): string[] {
  const rows = figures.map((figure) => {
    const { what, value, most, show } = figure;
    const verdict = most === null ? '' : isOver(figure) ? 'OVER' : 'ok';
    return [what, show(value), most === null ? '-' : show(most), verdict];
  });
  return textTable([['', 'measured', 'at most', ''], ...rows], [1, 2]);
}

/** The middle one; of an even number the lower of the two. */
export function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;
}

/** The whole number that an option of a benchmark holds. Throws HarnessError 'usage' where it is none from `least` to `most`. */
export function wholeOf(text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most))
    throw new HarnessError('usage', `${text} is no whole number from ${least} to ${most}`);
  return value;
}
