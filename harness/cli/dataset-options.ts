import { InvalidArgumentError, Option, type Command as Program } from 'commander';
import { HarnessError } from '../core/errors.ts';
import { tenants } from '../core/level.ts';
import type { DatasetChoice } from '../core/run-record.ts';
import { GIB, MIB } from '../core/units.ts';
import { parseSize } from '../topology/level-file.ts';
import { wholeNumber } from './define-command.ts';

/** Shares of the tenants by name: `hot` gives the first of three 70 %. */
const skews: Record<string, number[]> = { even: [1, 1, 1], hot: [14, 3, 3] };

/** Options that set rows a customer, with the seeder's name for them. */
const densityOptions = {
  orders: 'orders',
  interactions: 'interactions',
  messages: 'WhatsApp messages',
  calls: 'calls',
  emails: 'e-mails',
} as const;

/** Declares what the data are made of, beside customers and seed. */
export function datasetOptions(program: Program): Program {
  program
    .addOption(
      new Option('--skew <name>', `shares of the tenants: even, or hot (${tenants[0]} has 70 %)`)
        .choices(Object.keys(skews))
        .default('even'),
    )
    .addOption(
      new Option('--shares <n,n,n>', `shares of ${tenants.join(', ')} in whole numbers, such as 50,30,20`)
        .argParser(sharesOf)
        .conflicts('skew'),
    );
  for (const [name, what] of Object.entries(densityOptions))
    program.addOption(
      new Option(`--${name}-per-customer <n>`, `${what} a customer has on average`).argParser(perCustomer),
    );
  return program.addOption(
    new Option(
      '--database-size <size>',
      'add history until the database is so large, such as 15GB; the disk must have twice that',
    ).argParser(bytesOf),
  );
}

/** `1K`, `10k`, `100,000` or any whole number within bounds. */
export function countOf(min: number, max: number): (text: string) => number {
  const whole = wholeNumber(min, max);
  return (text) => whole(text.replace(/^(\d[\d_,]*)k$/i, '$1000'));
}

const LARGEST_GB = 1024;

/** Bytes of `15GB`, `500 MB`, `1.5GB`; a GB is 1,024 MB, as the level file's sizes are read. */
export function bytesOf(text: string): number {
  const bytes = Math.round(parseSize(text));
  if (!(bytes >= MIB && bytes <= LARGEST_GB * GIB))
    throw new InvalidArgumentError(`Allowed: a size such as 500MB or 15GB, at most ${LARGEST_GB}GB.`);
  return bytes;
}

function sharesOf(text: string): number[] {
  const shares = text.split(',').map((part) => (/^\d+$/.test(part.trim()) ? Number(part) : Number.NaN));
  if (shares.length !== tenants.length || !shares.every((share) => share >= 1 && share <= 100))
    throw new InvalidArgumentError(
      `Allowed: ${tenants.length} whole numbers from 1 to 100, such as 50,30,20.`,
    );
  return shares;
}

function perCustomer(text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (!(value >= 0 && value <= 10_000)) throw new InvalidArgumentError('Allowed: a number from 0 to 10000.');
  return value;
}

/** The choice that the options make. Throws 'usage' where the customers alone are larger than the size that is asked. */
export async function datasetChoice(
  options: Record<string, unknown>,
  of: { customers: number; seed: number; staffOf(shares: readonly number[]): number },
): Promise<DatasetChoice> {
  const { checkedRequest } = await import('../../seed/request.ts');
  const { historyFor, smallestBytes } = await import('../../seed/size.ts');
  const shares = (options.shares as number[] | undefined) ?? skews[options.skew as string];
  if (shares === undefined) throw new HarnessError('usage', `--skew ${options.skew} is not known`);
  const given = Object.keys(densityOptions).flatMap((name) => {
    const value = options[`${name}PerCustomer`] as number | undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
  const perCustomerGiven = Object.fromEntries(given);
  const databaseBytes = (options.databaseSize as number | undefined) ?? null;
  const { customers, seed } = of;
  const request = checkedRequest({
    customers,
    seed,
    tenants,
    shares,
    staffPerTenant: of.staffOf(shares),
    perCustomer: perCustomerGiven,
  });
  const history = databaseBytes === null ? 1 : historyFor(request, databaseBytes);
  if (history === null)
    throw new HarnessError(
      'usage',
      `${customers} customers take at least ${Math.ceil(smallestBytes(request) / MIB)}MB without any history`,
      { hint: 'ask for a larger --database-size or fewer customers' },
    );
  return {
    shares: [...request.shares],
    perCustomer: perCustomerGiven,
    history,
    databaseBytes,
    planned: null,
    thinner: [],
  };
}
