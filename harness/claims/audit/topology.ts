import type { VmName } from '../vocabulary.ts';
import type { LevelPlan } from './plan.ts';
import { vmsOf } from './statements.ts';

/** What a user of the CRM needs to reach. Writes need a primary; a replica serves reads only. */
export const roles = ['application', 'database writes', 'cache and sessions', 'WhatsApp', 'calls'] as const;
export type Role = (typeof roles)[number];

/** A level's VMs one by one, who passes requests on to whom, and which VMs can answer for a role. */
export interface Topology {
  vms: { id: string; name: VmName }[];
  /** From `client` or a VM to those that it calls. */
  calls: ReadonlyMap<string, readonly string[]>;
  serving: { role: Role; by: readonly string[] }[];
}

const CLIENT = 'client';

/**
 * The topology that the level's list of VMs draws: users come in at the load balancer where there is one, else at the
 * application, which calls all others. What has no VM of its own is on the first application VM.
 */
export function topologyOf(level: LevelPlan): Topology {
  const vms = level.vms.flatMap(({ name, count }) =>
    Array.from({ length: count }, (_, index) => ({ id: `${name}-${index + 1}`, name })),
  );
  const named = (name: VmName) => vms.filter((vm) => vm.name === name).map(({ id }) => id);
  const [apps, balancers] = [named('app'), named('balancer')];
  const behind = (['db', 'replica', 'redis', 'waha', 'telephony'] as const).flatMap(named);
  const ownOrApp = (name: VmName) => (vmsOf(level, name) === null ? apps.slice(0, 1) : named(name));
  return {
    vms,
    calls: new Map([
      [CLIENT, balancers.length > 0 ? balancers : apps],
      ...balancers.map((id): [string, string[]] => [id, apps]),
      ...apps.map((id): [string, string[]] => [id, [...behind, ...apps.slice(0, 1)]]),
    ]),
    serving: [
      { role: 'application', by: apps },
      { role: 'database writes', by: ownOrApp('db') },
      { role: 'cache and sessions', by: ownOrApp('redis') },
      { role: 'WhatsApp', by: named('waha') },
      { role: 'calls', by: named('telephony') },
    ],
  };
}

/** Roles that the client reaches while the VMs in `gone` are down. */
export function reachable({ calls, serving }: Topology, gone: readonly string[] = []): Role[] {
  const seen = new Set([CLIENT]);
  for (const at of seen) for (const next of calls.get(at) ?? []) if (!gone.includes(next)) seen.add(next);
  return serving.filter(({ by }) => by.some((id) => seen.has(id))).map(({ role }) => role);
}

/** VMs whose loss alone cuts the client off from a role that it reaches while all are up, each with those roles. */
export function singlePoints(topology: Topology): { id: string; name: VmName; lost: Role[] }[] {
  const whole = reachable(topology);
  return topology.vms
    .map((vm) => {
      const left = reachable(topology, [vm.id]);
      return { ...vm, lost: whole.filter((role) => !left.includes(role)) };
    })
    .filter(({ lost }) => lost.length > 0);
}
