import type { Claim } from '../../core/claim.ts';
import { HarnessError } from '../../core/errors.ts';
import type { Metric, Setup, VmName } from '../vocabulary.ts';

/** VMs of one name in a level: what the document says of them, null where it is silent. */
export interface LevelVms {
  name: VmName;
  /** How many there are; 1 where the document names one without a number. */
  count: number;
  countClaim: Claim | null;
  vCpu: Claim | null;
  memory: Claim | null;
  /** Disk of each. */
  disk: Claim | null;
  /** Of all of them together. */
  price: Claim;
}

/** A level as the document draws it. Every figure is the claim that states it, so that a finding can cite it. */
export interface LevelPlan {
  level: number;
  vms: LevelVms[];
  storage: { size: Claim; price: Claim } | null;
  total: Claim;
  perTenant: Claim;
  users: { low: Claim; high: Claim };
  customers: Claim;
  /** The largest database that it is to carry. */
  database: Claim;
  /** 'Scale when' in the level's own text. */
  triggers: Claim[];
  /** 'Scale when' in the decision tree. */
  tree: Claim[];
  promises: Claim[];
}

export interface PhasePlan {
  phase: number;
  users: Claim;
  customers: Claim;
  total: Claim;
  vms: { name: VmName; count: Claim }[];
}

export interface SetupPlan {
  setup: Setup;
  /** Its lines by the month; those by the year apart. */
  parts: Claim[];
  yearly: Claim[];
  vms: { name: VmName; count: Claim }[];
  total: Claim;
}

/** The document as the audit reads it, made from claims alone. */
export interface Plan {
  claims: readonly Claim[];
  levels: LevelPlan[];
  phases: PhasePlan[];
  setups: SetupPlan[];
  /** Triggers that hold for every level, or for a service. */
  triggers: Claim[];
  /** What a service carries in one of its options. */
  limits: Claim[];
}

/** Claims of a kind, in the catalogue's order, of which every given field and param is as given. */
export function claimsOf(
  claims: readonly Claim[],
  kind: string,
  where: { level?: number; params?: Record<string, string | number> } = {},
): Claim[] {
  return claims.filter(
    (claim) =>
      claim.kind === kind &&
      (where.level === undefined || claim.level === where.level) &&
      Object.entries(where.params ?? {}).every(([key, value]) => claim.params[key] === value),
  );
}

/** The one claim of that kind. Throws HarnessError('bad-catalogue') where there is none, or more than one. */
export function onlyClaim(
  claims: readonly Claim[],
  kind: string,
  where: Parameters<typeof claimsOf>[2] = {},
): Claim {
  const found = claimsOf(claims, kind, where);
  const [claim] = found;
  if (claim !== undefined && found.length === 1) return claim;
  const what = [
    `kind '${kind}'`,
    ...(where.level === undefined ? [] : [`level ${where.level}`]),
    ...Object.entries(where.params ?? {}).map(([key, value]) => `${key} ${value}`),
  ].join(', ');
  throw new HarnessError('bad-catalogue', `the audit needs one claim of ${what}; there are ${found.length}`, {
    hint: 'correct the files in harness/claims/catalogue/',
  });
}

/** The trigger or limit of a metric among `claims`; null where the document has none. */
export function about(claims: readonly Claim[], metric: Metric): Claim | null {
  return claims.find((claim) => claim.params.metric === metric) ?? null;
}

/** Reads the catalogue as a plan. Throws HarnessError('bad-catalogue') where a figure that the audit needs is missing. */
export function planOf(claims: readonly Claim[]): Plan {
  const triggers = claimsOf(claims, 'trigger');
  return {
    claims,
    levels: [1, 2, 3, 4, 5].map((level) => levelPlan(claims, triggers, level)),
    phases: [1, 2, 3].map((phase) => phasePlan(claims, phase)),
    setups: (['minimum', 'recommended', 'enterprise'] as const).map((setup) => setupPlan(claims, setup)),
    triggers: triggers.filter(({ params }) => params.at === 'group' || params.at === 'service'),
    limits: claimsOf(claims, 'limit'),
  };
}

function levelPlan(claims: readonly Claim[], triggers: readonly Claim[], level: number): LevelPlan {
  const users = claimsOf(claims, 'users', { level }).sort((a, b) => a.bound - b.bound);
  const [low, high] = [users[0], users.at(-1)];
  if (low === undefined || high === undefined || low === high)
    throw new HarnessError('bad-catalogue', `the audit needs both ends of the users of level ${level}`, {
      hint: 'correct the files in harness/claims/catalogue/',
    });
  const storage = claimsOf(claims, 'storage-size', { level }).length > 0;
  const own = triggers.filter((claim) => claim.level === level);
  return {
    level,
    vms: claimsOf(claims, 'price-vm', { level }).map((price) => levelVms(claims, level, price)),
    storage: storage
      ? {
          size: onlyClaim(claims, 'storage-size', { level }),
          price: onlyClaim(claims, 'price-storage', { level }),
        }
      : null,
    total: onlyClaim(claims, 'price-total', { level }),
    perTenant: onlyClaim(claims, 'price-per-tenant', { level }),
    users: { low, high },
    customers: onlyClaim(claims, 'customers', { level }),
    database: onlyClaim(claims, 'database-size', { level }),
    triggers: own.filter(({ params }) => params.at === 'level'),
    tree: own.filter(({ params }) => params.at === 'tree'),
    promises: claimsOf(claims, 'promise', { level }),
  };
}

function levelVms(claims: readonly Claim[], level: number, price: Claim): LevelVms {
  const name = price.params.vm as VmName;
  const first = (kind: string) => claimsOf(claims, kind, { level, params: { vm: name } })[0] ?? null;
  const countClaim = first('vm-count');
  return {
    name,
    count: countClaim?.bound ?? 1,
    countClaim,
    vCpu: first('vm-vcpu'),
    memory: first('vm-memory'),
    disk: first('vm-disk'),
    price,
  };
}

function partCounts(claims: readonly Claim[], params: Record<string, string | number>) {
  return claimsOf(claims, 'part-count', { params }).map((count) => ({
    name: count.params.vm as VmName,
    count,
  }));
}

function phasePlan(claims: readonly Claim[], phase: number): PhasePlan {
  const params = { phase };
  return {
    phase,
    users: onlyClaim(claims, 'phase-users', { params }),
    customers: onlyClaim(claims, 'phase-customers', { params }),
    total: onlyClaim(claims, 'price-total', { params }),
    vms: partCounts(claims, params),
  };
}

function setupPlan(claims: readonly Claim[], setup: Setup): SetupPlan {
  const params = { setup };
  const parts = claimsOf(claims, 'price-part', { params });
  return {
    setup,
    parts: parts.filter(({ unit }) => unit === 'inr-per-month'),
    yearly: parts.filter(({ unit }) => unit === 'inr-per-year'),
    vms: partCounts(claims, params),
    total: onlyClaim(claims, 'price-total', { params }),
  };
}
