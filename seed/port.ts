import type { DatasetData } from '../harness/core/evidence/setup.ts';

/** What to seed. The same request gives the same bytes on every day and machine. */
export interface SeedRequest {
  customers: number;
  seed: number;
  tenants: readonly string[];
  /** Staff accounts per tenant; each concurrent user needs one of its own. */
  staffPerTenant: number;
}

export interface SeedProgress {
  step: 'schema' | 'rows' | 'indexes' | 'analyze' | 'certificate';
  rowsWritten: number;
  rowsExpected: number;
}

/**
 * Fills an empty database and returns its certificate. All or nothing: a failure leaves the database as it was.
 * Throws HarnessError 'database-unreachable', 'database-not-empty' or 'seed-failed'.
 */
export type SeedDatabase = (
  dsn: string,
  request: SeedRequest,
  onProgress: (progress: SeedProgress) => void,
) => Promise<DatasetData>;
