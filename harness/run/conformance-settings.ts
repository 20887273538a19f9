import { type Claim, holds } from '../core/claim.ts';
import type { ConformanceData } from '../core/evidence/conformance.ts';
import type { LimitsData, TopologyData } from '../core/evidence/setup.ts';
import { formatRange, formatValue, type Unit } from '../core/units.ts';

type Row = ConformanceData['rows'][number];
type Vm = TopologyData['vms'][number];

/** A requirement of the document, and the setting of a VM that answers it. */
interface Asked {
  /** `of` of the requirement. */
  of: string;
  item: string;
  /** Roles of the VMs that it is about. */
  roles: readonly string[];
  setting: string;
  /** What the reading comes to; the reading itself as a number where left out. */
  value?(read: string): number;
  /** As the reading is shown; in the requirement's unit where left out. */
  text?(read: string): string;
}

const whole = (read: string) => read;
const asked: readonly Asked[] = [
  {
    ...{ of: 'postgresql', item: 'PostgreSQL version', setting: 'postgresql.version', text: whole },
    roles: ['postgres', 'replica'],
  },
  {
    ...{ of: 'max-connections', item: 'PostgreSQL connections', setting: 'postgresql.max_connections' },
    roles: ['postgres', 'replica'],
  },
  {
    ...{ of: 'shared-buffers', item: 'PostgreSQL shared buffers', setting: 'postgresql.shared_buffers' },
    roles: ['postgres', 'replica'],
  },
  {
    ...{ of: 'connection-pool', item: 'connection pool', setting: 'pgbouncer.default_pool_size' },
    ...{ roles: ['postgres', 'replica'], text: (read) => `PgBouncer, ${read} server connections` },
  },
  { of: 'redis', item: 'Redis version', setting: 'redis.version', roles: ['redis'], text: whole },
  { of: 'redis-memory', item: 'Redis memory', setting: 'redis.maxmemory', roles: ['redis'] },
  {
    ...{ of: 'redis-persistence', item: 'Redis persistence', setting: 'redis.appendonly', roles: ['redis'] },
    value: (read) => (read === 'yes' ? 1 : 0),
    text: (read) => (read === 'yes' ? 'append-only file' : 'none'),
  },
  { of: 'nginx', item: 'Nginx version', setting: 'nginx.version', roles: ['nginx', 'cdn'], text: whole },
];

/**
 * A row for each VM that a requirement of the document is about. What was not read differs: it is not known to agree.
 * `redis-memory-scaled` is left out, for it says what the memory can grow to and not what it is.
 */
export function settingRows(
  vms: readonly Vm[],
  readings: LimitsData['readings'],
  requirements: readonly Claim[],
): Row[] {
  return asked.flatMap((one) => {
    const claim = requirements.find(({ params }) => params.of === one.of);
    if (claim === undefined) return [];
    return vms
      .filter(({ roles }) => roles.some((role) => one.roles.includes(role)))
      .map((vm) => settingRow(vm.vm, one, claim, readOf(readings, vm.vm, one.setting)));
  });
}

/** The reading that a VM has which cannot tell its settings (topology/foreign-vm.ts). */
const UNTOLD = 'vm.settings';

/** The document names releases of one system, any of which will do: one row for the level, for all its VMs are alike, but those that cannot tell theirs. */
export function systemRows(readings: LimitsData['readings'], requirements: readonly Claim[]): Row[] {
  const wanted = requirements.filter(({ params }) => String(params.of).startsWith('ubuntu-'));
  const [first] = wanted;
  if (first === undefined) return [];
  const names = wanted.map(({ bound }) => `ubuntu ${bound.toFixed(2)}`);
  const telling = readings.filter(({ settings }) => !settings.some(({ name }) => name === UNTOLD));
  const here = [...new Set(telling.map(({ vm }) => readOf(readings, vm, 'vm.system') ?? 'not read'))];
  return [
    {
      ...{ subject: 'level', item: 'operating system', claimId: first.id },
      document: wanted.map(({ bound }) => `Ubuntu ${bound.toFixed(2)}`).join(' or '),
      here: here.join(', ') || 'not read',
      agrees: here.length > 0 && here.every((one) => names.includes(one)),
    },
  ];
}

function readOf(readings: LimitsData['readings'], vm: string, setting: string): string | null {
  const own = readings.find((reading) => reading.vm === vm && reading.when === 'before');
  const read = own?.settings.find(({ name }) => name === setting)?.read.trim() ?? '';
  return read === '' ? null : read;
}

function settingRow(vm: string, one: Asked, claim: Claim, read: string | null): Row {
  const row = { subject: vm, item: one.item, document: statedOf(claim), claimId: claim.id };
  if (read === null) return { ...row, here: 'not read', agrees: false };
  const value = one.value?.(read) ?? Number(read);
  const text = one.text?.(read) ?? (Number.isFinite(value) ? formatValue(value, claim.unit as Unit) : read);
  const agrees =
    claim.unit === 'version'
      ? compareVersions(read, String(claim.bound)) >= 0
      : holds(value, claim.comparator, claim.bound, claim.upTo ?? undefined);
  return { ...row, here: text, agrees };
}

/** As the document puts it; where it gives no figure, what keeping it would be. */
function statedOf(claim: Claim): string {
  if (claim.figure === null) return 'wanted';
  if (claim.upTo !== null) return formatRange(claim.bound, claim.upTo, claim.unit);
  const value = formatValue(claim.bound, claim.unit);
  return claim.comparator === '>=' ? `${value} or more` : value;
}

/** Below, at or above 0 as `a` is older, the same or newer. By their parts: 1.9 is older than 1.18. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number)) as [number[], number[]];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference; // NaN too, which is neither newer nor the same
  }
  return 0;
}
