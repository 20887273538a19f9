import type { DatasetData } from '../harness/core/evidence/setup.ts';
import type { Densities } from './densities.ts';

/** What to seed. The same request gives the same bytes on every day and machine. */
export interface SeedRequest {
  customers: number;
  seed: number;
  tenants: readonly string[];
  /**
   * Whole-number shares, one a tenant, in which customers and all that happens to them fall on the tenants. Left out: the
   * same for each.
   */
  shares?: readonly number[] | undefined;
  /** Staff accounts per tenant; each concurrent user needs one of its own. */
  staffPerTenant: number;
  /** Rows a customer has in a table, where they differ from the usual ones of `densities.ts`. */
  perCustomer?: Partial<Densities> | undefined;
  /** How many times as much history as usual: all that a CRM only ever adds to. Left out: 1. */
  history?: number | undefined;
}

export interface SeedProgress {
  step: 'schema' | 'rows' | 'indexes' | 'analyze' | 'certificate';
  rowsWritten: number;
  rowsExpected: number;
  /** Where a step is made of statements: how many of them are done, and of how many. */
  done?: number | undefined;
  of?: number | undefined;
}

export interface SeedOptions {
  /** Drop what an earlier seeding made, in the same transaction. Anything else in the database is refused all the same. */
  replace?: boolean | undefined;
  onProgress?: ((progress: SeedProgress) => void) | undefined;
  /** Gives up at once when it fires, with its reason; nothing is kept. */
  signal?: AbortSignal | undefined;
}

/**
 * Fills an empty database and returns its certificate. All or nothing: a failure leaves the database as it was.
 * Throws HarnessError 'usage', 'database-unreachable', 'database-not-empty', 'no-disk' or 'seed-failed'.
 */
export type SeedDatabase = (dsn: string, request: SeedRequest, options?: SeedOptions) => Promise<DatasetData>;
