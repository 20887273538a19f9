import type { LevelSpec, Role, VmSpec } from '../core/level.ts';
import type { DatasetChoice } from '../core/run-record.ts';
import { formatBytes, GIB, MIB } from '../core/units.ts';
import type { Grant, HostSize } from '../topology/grant.ts';
import { grantOf, testHostPlace } from '../topology/grant.ts';

// What a level needs of a host at the least: estimates that tell 'cannot work here' before anything starts. Enough by this
// table is no promise; a VM that runs out of memory later is seen as such.

/**
 * Working memory of a role in MB, idle, as the engine counts it (without page cache). Measured on 1-vCPU VMs with the services
 * of Level 4 and 5: app with nginx and exporters 76 MB in all, haproxy with exporters 38, monitoring with exporters 54,
 * postgres with pgbouncer, redis, smtp and exporters 108 (redis alone 10, and 20 since it is two servers), the storage's four servers 190; idle Level 4 with 1K customers
 * took 507 MB for eight VMs.
 */
const roleMemoryMiB: Record<Role, number> = {
  ...{ app: 15, nginx: 6, haproxy: 10, postgres: 45, replica: 45, pgbouncer: 4, redis: 20, smtp: 12 },
  ...{
    waha: 60,
    telephony: 80,
    cdn: 10,
    storage: 190,
    monitoring: 35,
    exporters: 10,
    outside: 60,
    phones: 20,
  },
};

/** Every VM: its supervisor, 21 MB, and the shells that watch its services. */
const VM_MEMORY_MIB = 25;
/** A worker of the CRM under load; one of them runs on each vCPU. */
const WORKER_MIB = 75;
/** A job process of the CRM under load; an application VM has one (APP_JOB_PROCESSES in harness/vm/sizing.sh). */
const JOB_PROCESS_MIB = 100;
const JOB_PROCESSES = 1;
/** A server process of PostgreSQL with its caches; a pool has 5 on each vCPU, at least 10 (harness/vm/sizing.sh). */
const BACKEND_MIB = 5;
/** The harness itself, the generator beside it, and what the engine takes for its own. */
const HARNESS_MIB = 500;

/** A customer with all that belongs to one takes 18 kB in the database: 180 MB for 10,000. */
const BYTES_A_CUSTOMER = 18_000;
/** PostgreSQL keeps up to its max_wal_size; less where there is less to write. */
const MOST_WAL_BYTES = GIB;
/** Logs, mail, files and what the servers write beside the data. */
const MARGIN_BYTES = GIB;
/** Raw samples, readings and reports of a run. */
const RUN_FOLDER_BYTES = GIB / 2;

/** What decides how large the database becomes. */
export interface DataSize {
  customers: number;
  dataset?: Pick<DatasetChoice, 'databaseBytes' | 'history'> | undefined;
}

/** What a level takes here, bytes. */
export interface Needs {
  /** Working memory of each VM. */
  vms: { vm: string; bytes: number; granted: number }[];
  /** The same of the test hosts that start beside them. */
  testHosts: { vm: string; bytes: number; granted: number }[];
  /** All VMs, the test hosts and the harness. */
  memoryBytes: number;
  /** Data of every server with the kept dataset, write-ahead log and margin; the image's layers are there once, and already. */
  engineDiskBytes: number;
  runFolderBytes: number;
}

/** What is free, bytes. */
export interface Room {
  memoryBytes: number;
  /** Null where the engine's disk cannot be seen from here. */
  engineDiskBytes: number | null;
  runFolderBytes: number;
}

export interface Shortage {
  code: 'no-memory' | 'no-disk';
  says: string;
  hint: string;
}

/** Size of the database once it is seeded, bytes: what was asked for, else by the customers. */
export function databaseBytesOf({ customers, dataset }: DataSize): number {
  return dataset?.databaseBytes ?? customers * BYTES_A_CUSTOMER * Math.max(1, dataset?.history ?? 1);
}

function memoryOf(vm: VmSpec, granted: Grant, databaseBytes: number): number {
  const roles = vm.roles.reduce((sum, role) => sum + roleMemoryMiB[role], VM_MEMORY_MIB);
  const workers = vm.roles.includes('app')
    ? Math.ceil(granted.vCpu) * WORKER_MIB + JOB_PROCESSES * JOB_PROCESS_MIB
    : 0;
  const holdsData = vm.roles.includes('postgres') || vm.roles.includes('replica');
  const backends = holdsData ? Math.max(10, Math.ceil(vm.vCpu) * 5) * BACKEND_MIB : 0;
  // shared buffers are a quarter of memory (harness/vm/sizing.sh), and taken as far as there are data to fill them
  const buffers = holdsData ? Math.min(granted.memoryBytes / 4, databaseBytes) : 0;
  return (roles + workers + backends) * MIB + buffers;
}

/**
 * What a level needs at the least on a host of this size. `cache`: whether a dataset is kept beside the level's own data;
 * `testHosts`: those that start with it.
 */
export function needsOf(
  level: Pick<LevelSpec, 'vms'>,
  host: HostSize,
  data: { databaseBytes: number; cache: boolean; testHosts?: readonly VmSpec[] },
): Needs {
  const vms = level.vms.map((vm) => {
    const granted = grantOf(vm, host);
    return { vm: vm.name, bytes: memoryOf(vm, granted, data.databaseBytes), granted: granted.memoryBytes };
  });
  const testHosts = (data.testHosts ?? []).map((spec) => {
    const granted = testHostPlace(spec, host).granted.memoryBytes;
    return { vm: spec.name, bytes: memoryOf(spec, testHostPlace(spec, host).granted, 0), granted };
  });
  const servers = level.vms.filter(({ roles }) => roles.includes('postgres') || roles.includes('replica'));
  const wal = Math.min(MOST_WAL_BYTES, data.databaseBytes) * servers.length;
  const copies = servers.length + (data.cache ? 1 : 0);
  return {
    ...{ vms, testHosts },
    memoryBytes: [...vms, ...testHosts].reduce((sum, { bytes }) => sum + bytes, HARNESS_MIB * MIB),
    engineDiskBytes: data.databaseBytes * copies + wal + MARGIN_BYTES,
    runFolderBytes: RUN_FOLDER_BYTES,
  };
}

/** What does not suffice, in words with the figures; empty where all does. */
export function shortagesOf(needs: Needs, room: Room): Shortage[] {
  const found: Shortage[] = [];
  const hosts = needs.testHosts.map((host) => ({ ...host, kind: 'test host' }));
  for (const { kind, vm, bytes, granted } of [...needs.vms.map((one) => ({ ...one, kind: 'VM' })), ...hosts])
    if (granted < bytes)
      found.push({
        code: 'no-memory',
        says: `${kind} ${vm} would get ${formatBytes(granted)} of memory here, it needs ${formatBytes(bytes)}`,
        hint: 'give the container engine more memory',
      });
  if (room.memoryBytes < needs.memoryBytes)
    found.push({
      code: 'no-memory',
      says: `memory: ${formatBytes(room.memoryBytes)} free, the level's ${vmsOf(needs)} need ${formatBytes(needs.memoryBytes)} together`,
      hint: 'end other programs, or give the container engine more memory',
    });
  const disk = diskOf(needs, room);
  if (disk.free < disk.needed)
    found.push({
      code: 'no-disk',
      says: `disk: ${formatBytes(disk.free)} free where ${disk.where}, ${formatBytes(disk.needed)} needed`,
      hint: 'free some; capacity datasets shows what kept ones take, old runs lie in reports/out',
    });
  if (disk.of === 'engine' && room.runFolderBytes < needs.runFolderBytes)
    found.push({
      code: 'no-disk',
      says: `disk: ${formatBytes(room.runFolderBytes)} free for the run folder, ${formatBytes(needs.runFolderBytes)} needed`,
      hint: 'free some, or give another folder with --runs',
    });
  return found;
}

/** The disk that is asked: the engine's where it can be seen, else the run folder's, which is all there is to go by. */
export function diskOf(needs: Needs, room: Room) {
  return room.engineDiskBytes === null
    ? {
        ...{ of: 'run folder' as const, where: 'the run folder lies (the engine keeps its disk to itself)' },
        ...{ free: room.runFolderBytes, needed: needs.engineDiskBytes + needs.runFolderBytes },
      }
    : {
        ...{ of: 'engine' as const, where: 'the container engine keeps its data' },
        ...{ free: room.engineDiskBytes, needed: needs.engineDiskBytes },
      };
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** '9 VMs and 1 test host', for a reader. */
export const vmsOf = ({ vms, testHosts }: Needs) =>
  [counted(vms.length, 'VM'), ...(testHosts.length > 0 ? [counted(testHosts.length, 'test host')] : [])].join(
    ' and ',
  );
