/**
 * Faults planted on purpose. A harness that finds nothing must be shown to find something: with each of these switched
 * on, exactly the claims that it touches must fall. Never on unless the environment names one.
 *
 * | id          | what it does                                                                  | what must notice     |
 * |-------------|-------------------------------------------------------------------------------|----------------------|
 * | slow        | every answer under /api/ comes 800 ms late                                    | response times       |
 * | errors      | one answer in twenty under /api/ is a 500                                     | error rate           |
 * | tenant-leak | one customer list or search in five shows the rows of another tenant          | the tenant of rows   |
 */
export const defectIds = ['slow', 'errors', 'tenant-leak'] as const;
export type DefectId = (typeof defectIds)[number];

const slowByMs = 800;
const errorShare = 1 / 20;
const leakShare = 1 / 5;

/** What request handling asks before it does the right thing. Without a defect every answer is the harmless one. */
export interface Defects {
  delayMs(): number;
  breaks(): boolean;
  /** The tenant whose rows a customer list shows: the session's own, or another one's. */
  shownTenant(own: number): number;
}

/** `random` is uniform in [0, 1). */
export function createDefects(id: DefectId | null, random: () => number = Math.random): Defects {
  return {
    delayMs: () => (id === 'slow' ? slowByMs : 0),
    breaks: () => id === 'errors' && random() < errorShare,
    shownTenant: (own) => (id === 'tenant-leak' && random() < leakShare ? neighbour(own) : own),
  };
}

/** Tenants are numbered from 1, and there are at least two where a leak is to be seen. */
function neighbour(tenant: number): number {
  return tenant === 1 ? 2 : tenant - 1;
}
