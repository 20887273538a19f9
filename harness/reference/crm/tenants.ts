import type { Database } from './database.ts';
import { noTime } from './database.ts';

export interface Tenant {
  id: number;
  slug: string;
}

/** For webhooks and jobs, which come without a session. */
export interface Tenants {
  /** All of them; none while no dataset is seeded. */
  all(): Promise<readonly Tenant[]>;
  /** Its id, or null for a name that is none. */
  idOf(slug: string): Promise<number | null>;
  /** The tenant, or null for an id that is nobody's. */
  byId(id: number): Promise<Tenant | null>;
}

/** A tenant is added once in months. */
const keptMs = 30_000;
const tenantsSql = 'select id, slug from known_tenants()';

export function createTenants(database: Database): Tenants {
  let kept: readonly Tenant[] = [];
  let until = 0;
  const all = async () => {
    if (kept.length > 0 && performance.now() < until) return kept;
    kept = await database.bare<Tenant>(noTime(), tenantsSql);
    until = performance.now() + keptMs;
    return kept;
  };
  return {
    all,
    async idOf(slug) {
      return (await all()).find((tenant) => tenant.slug === slug)?.id ?? null;
    },
    async byId(id) {
      return (await all()).find((tenant) => tenant.id === id) ?? null;
    },
  };
}
