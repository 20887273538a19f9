import { dealOf, numberOf } from '../../scenarios/lib/dealing.ts';
import type { TrafficId } from '../../scenarios/traffic.ts';
import { workloadSummary } from '../../scenarios/workload.ts';
import type { RunSpec } from '../core/run-record.ts';

/** What an engine is told. Everything it writes goes below `outDir`. */
export interface LoadPlan {
  /** Base URL of the SUT, always 127.0.0.1 or a network that the harness made. */
  baseUrl: string;
  /** PEM of the certificate authority that signed the SUT's certificate; null for plain http. */
  caPem: string | null;
  users: number;
  /** Tenant slugs; users are dealt to them in the same shares as customers. */
  tenants: readonly string[];
  /** Shares in which the seeder dealt customers to the tenants, one for each. */
  shares: readonly number[];
  staffPassword: string;
  /** Customers that were seeded, over all tenants: whose one of them is follows from its id, not from what the SUT says. */
  customers: number;
  seed: number;
  /** Which journeys are run: the CRM's, or a calibration's probe. */
  traffic: TrafficId;
  /** Every pause of the traffic is stretched by this. */
  thinkScale: number;
  warmUpS: number;
  windowS: number;
  requestTimeoutMs: number;
  outDir: string;
  /** Cores that the generator is held to, which no VM uses; left out or null: none. */
  cores?: readonly number[] | null | undefined;
}

/** Where a load stands; `phase` moves forward only. */
export interface LoadProgress {
  phase: 'log-in' | 'warm-up' | 'window' | 'drain';
  /** Seconds left in the phase; null where it has no planned end. */
  secondsLeft: number | null;
  usersReady: number;
  requests: number;
  errors: number;
  /** Requests ended in the last second. */
  rps: number;
  /** p95 of the last few seconds, for the eye only: no verdict uses it. */
  recentP95Ms: number | null;
}

/** When things happened, epoch milliseconds. */
export interface LoadTimes {
  loadFromMs: number;
  windowFromMs: number;
  windowToMs: number;
  endedMs: number;
}

/** A generator of load. It writes raw samples and its own health as it goes, so that a crash loses nothing written. */
export interface LoadEngine {
  id: string;
  /** Resolves when the load has drained. Rejects with HarnessError('load-failed'), or 'interrupted' on abort. */
  run(
    plan: LoadPlan,
    on: {
      progress(progress: LoadProgress): void;
      windowOpens(times: { windowFromMs: number }): void;
      signal: AbortSignal;
    },
  ): Promise<LoadTimes>;
}

/** The plan that a specification implies, less what only the started topology knows. */
export function planOf(
  spec: RunSpec,
  target: Pick<LoadPlan, 'baseUrl' | 'caPem' | 'tenants' | 'staffPassword' | 'outDir' | 'cores'>,
): LoadPlan {
  return {
    ...target,
    users: spec.users,
    customers: spec.customers,
    shares: spec.dataset.shares,
    seed: spec.seed,
    traffic: 'crm',
    // The specification's workload decides, also where it was made with longer or shorter pauses.
    thinkScale: spec.workload.thinkMsPerRequest / workloadSummary().thinkMsPerRequest,
    warmUpS: spec.profile.warmUpS,
    windowS: spec.profile.windowS,
    requestTimeoutMs: spec.requestTimeoutMs,
  };
}

/** Users are dealt to the tenants as customers are; within its tenant a user is this member of the staff, from 0. */
export function staffNumberOf(user: number, plan: Pick<LoadPlan, 'shares'>): number {
  return numberOf(dealOf(plan.shares), user);
}
