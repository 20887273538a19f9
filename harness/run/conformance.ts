import type { LevelVms } from '../claims/audit/plan.ts';
import { claimsOf, planOf } from '../claims/audit/plan.ts';
import type { Claim } from '../core/claim.ts';
import type { ConformanceData } from '../core/evidence/conformance.ts';
import type { LimitsData, TopologyData } from '../core/evidence/setup.ts';
import { formatBytes, formatValue, groupDigits } from '../core/units.ts';
import { NOT_TOLD } from '../topology/foreign-vm.ts';
import { settingRows, systemRows } from './conformance-settings.ts';

type Row = ConformanceData['rows'][number];
type Vm = TopologyData['vms'][number];

/** A container has the disk of its host: none of the document's sizes is imposed. */
const NO_DISK_LIMIT = 'not limited: it shares the disk of the host';

/** A row for a figure of the document; where it is silent nothing can differ. */
function row(
  subject: string,
  item: string,
  stated: Claim | null,
  here: { value: number; text: string },
): Row {
  return {
    ...{ subject, item, here: here.text, claimId: stated?.id ?? null },
    document: stated === null ? null : formatValue(stated.bound, stated.unit),
    agrees: stated === null ? null : here.value === stated.bound,
  };
}

/** 'app' of app-1 and app-2, which are two of the document's application VMs. */
const nameOf = (vm: string) => vm.replace(/-\d+$/, '');

function sizeRows(vm: Vm, listed: LevelVms): Row[] {
  const { vCpu, memoryBytes } = vm.granted;
  return [
    row(vm.vm, 'vCPU', listed.vCpu, { value: vCpu, text: `${groupDigits(vCpu)} vCPU` }),
    row(vm.vm, 'memory', listed.memory, { value: memoryBytes, text: formatBytes(memoryBytes) }),
    row(vm.vm, 'disk', listed.disk, { value: Number.NaN, text: NO_DISK_LIMIT }),
  ];
}

function listedRows(listed: LevelVms, vms: readonly Vm[]): Row[] {
  const own = vms.filter(({ vm }) => nameOf(vm) === listed.name);
  const count = row(listed.name, 'VMs', listed.countClaim, {
    ...{ value: own.length, text: groupDigits(own.length) },
  });
  // a VM that is named without a number is one
  const missing = listed.countClaim === null && own.length === 0;
  return [
    missing ? { ...count, document: '1', agrees: false, claimId: listed.price.id } : count,
    ...own.flatMap((vm) => sizeRows(vm, listed)),
  ];
}

/** The provider's object storage is a service in the document, and a VM with that role here. */
function storageRows(size: Claim | null, vms: readonly Vm[]): Row[] {
  const stand = vms.find(({ roles }) => roles.includes('storage'));
  if (size === null) return [];
  return [
    row('storage', 'object storage', size, {
      value: Number.NaN,
      text:
        stand === undefined
          ? 'none'
          : `VM ${stand.vm} in the place of the provider’s service, ${NO_DISK_LIMIT}`,
    }),
  ];
}

/** What runs here beside the document's list, each with the size that it was given. */
function unlistedRows(vms: readonly Vm[], listed: readonly LevelVms[]): Row[] {
  return vms
    .filter(({ vm }) => !listed.some(({ name }) => name === nameOf(vm)))
    .map(({ vm, granted }) => ({
      ...{ subject: vm, item: 'a VM that the document does not list', document: null },
      ...{ agrees: null, claimId: null },
      here: `${groupDigits(granted.vCpu)} vCPU, ${formatBytes(granted.memoryBytes)}`,
    }));
}

const OWN_IMAGE = 'image of your own';

/** Images of the user's own, and that a foreign one cannot be asked: its settings are not known to be the document's. */
function ownImageRows(vms: readonly Vm[]): Row[] {
  return vms
    .filter(({ imageOwner }) => imageOwner === 'user')
    .map(({ vm, image, foreign }) => ({
      ...{ subject: vm, item: OWN_IMAGE, document: null, agrees: null, claimId: null },
      here: foreign ? `${image}; ${NOT_TOLD}` : String(image),
    }));
}

/**
 * What was started beside what the document lists for the level: number and size of its VMs, the storage, versions and
 * settings as read from inside before the load. Pure. A figure that is not the document's differs, whichever way.
 */
export function conformanceOf(
  topology: Pick<TopologyData, 'level' | 'vms'>,
  readings: LimitsData['readings'],
  claims: readonly Claim[],
): ConformanceData {
  const plan = planOf(claims).levels.find(({ level }) => level === topology.level);
  const listed = plan?.vms ?? [];
  return {
    rows: [
      ...listed.flatMap((one) => listedRows(one, topology.vms)),
      ...storageRows(plan?.storage?.size ?? null, topology.vms),
      ...unlistedRows(topology.vms, listed),
      ...ownImageRows(topology.vms),
      ...systemRows(readings, claimsOf(claims, 'requirement')),
      ...settingRows(topology.vms, readings, claimsOf(claims, 'requirement')),
    ],
  };
}

/** Rows that differ from the document. */
export function differencesOf({ rows }: ConformanceData): Row[] {
  return rows.filter(({ agrees }) => agrees === false);
}

/** 'VM waha runs your image my/waha:1; settings not told by a foreign image', for each that is not this project's. */
export function ownImageLines({ rows }: ConformanceData): string[] {
  return rows
    .filter(({ item }) => item === OWN_IMAGE)
    .map(({ subject, here }) => `VM ${subject} runs your image ${here}`);
}

/** 'conformance: 12 of 40 figures differ from the document (vCPU 6, memory 4, disk 2)', for the terminal. */
export function conformanceLine(data: ConformanceData): string {
  const stated = data.rows.filter(({ agrees }) => agrees !== null).length;
  const found = differencesOf(data);
  if (found.length === 0) return `conformance: all ${stated} figures are the document's`;
  const counts = new Map<string, number>();
  for (const { item } of found) counts.set(item, (counts.get(item) ?? 0) + 1);
  const words = [...counts].map(([item, count]) => `${item} ${count}`).join(', ');
  return `conformance: ${found.length} of ${stated} figures differ from the document (${words})`;
}
