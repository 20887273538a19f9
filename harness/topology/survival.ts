import type { Role } from '../core/level.ts';

// Which VM a level can lose. The question is always the same: do the CRM's answers still reach its users, whole?

/** What the rule has to know of a VM. */
interface RolesOfVm {
  name: string;
  roles: readonly Role[];
}

/** Whether a level goes on without a VM. Both texts are for a reader, in the present tense. */
export type Loss = { survives: true; carriedBy: string } | { survives: false; because: string };

/** What becomes of one role: who carries it on, what is missing, or why nobody can. */
type Fate = { carried: string } | { missing: string } | { fatal: string } | null;

/**
 * Roles that do not stand between a user and the CRM's answer: without them something is left undone, and nobody who asks
 * the CRM waits for it. Mail, messages and calls leave from a queue; the balancer serves what the CDN would; copies of files
 * and backups are written beside the answer; monitoring only watches.
 */
const aside: Partial<Record<Role, { work: string; missing: string }>> = {
  smtp: { work: 'the mail', missing: 'mail is not sent' },
  waha: { work: 'the messages', missing: 'messages are not sent' },
  telephony: { work: 'the calls', missing: 'calls are not taken' },
  cdn: { work: 'the files', missing: 'files come from the balancer and not from the CDN' },
  storage: { work: 'the files', missing: 'files and backups are not kept' },
  monitoring: { work: 'the watch', missing: 'no one watches' },
};

const names = (vms: readonly RolesOfVm[]) => vms.map(({ name }) => name).join(' and ');
const verb = (vms: readonly RolesOfVm[], one: string, many: string) => (vms.length === 1 ? one : many);

/**
 * Whether a level goes on without one of its VMs. Several losses add up: `lost` names the VMs that were lost before, and
 * what they would have carried on is carried on by nobody. Each role is asked for itself:
 *
 * - app, nginx: another VM with the role carries them on where a balancer stands before them, which takes the lost one out;
 *   without a balancer the users were sent to this very VM.
 * - replica, and the pooler beside it: the primary answers reads too, and so do other replicas.
 * - postgres: nothing writes without the primary; no replica is promoted. The pooler of the primary, or one that stands
 *   alone, is the only way to it. haproxy: the address that users know is its own.
 * - redis: a single one holds every session and the queue. In a cluster whose primaries have no replicas each holds its share
 *   of the keys (of three a third): whoever has a session there is cut off.
 * - exporters: they tell figures of their own VM only, so nothing is missing once it is gone.
 * - the rest does not stand between a user and the CRM's answer, see `aside`.
 */
export function lossOf(vm: RolesOfVm, level: readonly RolesOfVm[], lost: ReadonlySet<string>): Loss {
  const left = level.filter(({ name }) => name !== vm.name && !lost.has(name));
  const fates = vm.roles.map((role) => fateOf(role, vm, left)).filter((fate) => fate !== null);
  const fatal = fates.flatMap((fate) => ('fatal' in fate ? [fate.fatal] : []));
  if (fatal.length > 0) return { survives: false, because: [...new Set(fatal)].join('; ') };
  const carried = fates.flatMap((fate) => ('carried' in fate ? [fate.carried] : []));
  const missing = fates.flatMap((fate) => ('missing' in fate ? [fate.missing] : []));
  const words = [...new Set([...carried, ...missing])];
  return { survives: true, carriedBy: words.join('; ') || 'nothing else needs it' };
}

function fateOf(role: Role, vm: RolesOfVm, left: readonly RolesOfVm[]): Fate {
  const others = left.filter((one) => one.roles.includes(role));
  switch (role) {
    case 'app':
    case 'nginx':
      if (!left.some((one) => one.roles.includes('haproxy')))
        return { fatal: `no balancer sends its users to another VM` };
      if (others.length === 0) return { fatal: `no other VM serves the CRM` };
      return { carried: `${names(others)} ${verb(others, 'carries', 'carry')} on` };
    case 'replica': {
      const readers = [...others, ...left.filter((one) => one.roles.includes('postgres'))];
      if (!readers.some((one) => one.roles.includes('postgres'))) return { fatal: 'there is no primary' };
      return { carried: `reads go to ${names(readers)}` };
    }
    case 'pgbouncer':
      return vm.roles.includes('replica')
        ? null
        : { fatal: 'the database is reached through its pooler only' };
    case 'postgres':
      return { fatal: 'it is the database that takes writes, and no replica takes its place' };
    case 'haproxy':
      return { fatal: 'the users come in through it' };
    case 'redis':
      return others.length === 0
        ? { fatal: 'it holds the sessions, the cache and the queue' }
        : { fatal: 'it holds a share of the keys, and no other VM has a copy of them' };
    case 'exporters':
      return null;
    default:
      return besideOf(role, others);
  }
}

function besideOf(role: Role, others: readonly RolesOfVm[]): Fate {
  const words = aside[role];
  if (words === undefined) return { fatal: `nothing is known of the role ${role}` };
  return others.length === 0
    ? { missing: words.missing }
    : { carried: `${names(others)} ${verb(others, 'has', 'have')} ${words.work}` };
}
