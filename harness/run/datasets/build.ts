import { seedDatabase } from '../../../seed/seed-database.ts';
import { HarnessError, messageOf } from '../../core/errors.ts';
import type { DatasetData } from '../../core/evidence/setup.ts';
import { GIB } from '../../core/units.ts';
import type { CleanUp } from '../../host/cleanup.ts';
import { untilAborted } from '../../host/interrupt.ts';
import type { Output } from '../../host/output.ts';
import { type Engine, engineFault, lastLogLines } from '../../topology/engine.ts';
import { FILLS_LABEL } from '../../topology/leftovers.ts';
import type { LevelDefinition, VmDefinition } from '../../topology/level-file.ts';
import { type StartedLevel, startLevel } from '../../topology/start-level.ts';
import { removeVolume } from '../../topology/volumes.ts';
import { followSeeding } from '../seed-progress.ts';
import { CERTIFICATE_FILE, certificateText, DATA_FOLDER, type Dataset, labelsOf } from './dataset.ts';

export interface BuildTools {
  engine: Engine;
  output: Output;
  cleanUp: CleanUp;
  signal: AbortSignal;
}

/** Enough for any seeding; a smaller host gives what it has. */
const BUILDER_MEMORY_BYTES = 8 * GIB;
const LOG_LINES = 60;
const DISK_FULL = /no space left on device/i;
/** The disk of a VM (harness/vm/Dockerfile); PostgreSQL's data lie in a folder of it. */
const VM_DISK = '/var/lib/vm';

/** For the building only: nothing has to survive a crash, for a half dataset is never used. */
const bulkSettings = ['fsync = off', 'full_page_writes = off', 'autovacuum = off', "max_wal_size = '8GB'"];

/**
 * Ends the building: nothing of the bulk settings, the passwords and the statistics of the seeding stays, everything is
 * on the disk, PostgreSQL is shut down cleanly; then, and only then, the certificate ($3) gets its name.
 */
const SEAL = `
set -euo pipefail
disk=$1 data=$1/$2 certificate=$1/$4
sql() { psql -U postgres -d crm -XAtq -v ON_ERROR_STOP=1 -c "$1" >/dev/null; }
as_postgres() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }
sql 'ALTER SYSTEM RESET ALL'
sql 'SELECT pg_reload_conf(), pg_stat_statements_reset()'
sql 'CHECKPOINT'
supervisorctl -c /opt/vm/supervisord.conf stop postgres >/dev/null
bin=/usr/lib/postgresql/$(<"$data/PG_VERSION")/bin
state=$("$bin/pg_controldata" -D "$data" | sed -n 's/^Database cluster state: *//p')
[[ $state == 'shut down' ]] || { echo "PostgreSQL did not shut down cleanly: $state" >&2; exit 1; }
if grep -qv '^#' "$data/postgresql.auto.conf"; then echo 'settings of the building are left' >&2; exit 1; fi
as_postgres "$bin/pg_resetwal" -D "$data" >/dev/null # one segment of WAL to copy instead of gigabytes
rm -f "$data/vm-passwords" "$data/postmaster.opts"
sync -f "$disk"
printf '%s' "$3" >"$certificate.part"
sync -f "$disk"
mv "$certificate.part" "$certificate"
sync -f "$disk"
`;

/**
 * Makes a dataset in a volume of its own: a VM of the image with the role postgres alone is seeded, stopped cleanly, and
 * its data certified. `vm` is the one that is to get the data. All or nothing: whatever goes wrong, the volume is removed;
 * after a kill the next start does so. Throws HarnessError.
 */
export async function buildDataset(
  dataset: Dataset,
  vm: VmDefinition,
  runId: string,
  tools: BuildTools,
): Promise<void> {
  const { engine, signal } = tools;
  signal.throwIfAborted();
  const step = tools.output.step(`seed ${dataset.request.customers.toLocaleString('en-IN')} customers`);
  // after the builder's own clean-up, for a builder that failed to start takes nothing with it
  const forget = tools.cleanUp.add(`half of dataset ${dataset.key}`, () =>
    removeVolume(engine.docker, dataset.volume),
  );
  let builder: StartedLevel | null = null;
  try {
    const starting = startLevel(engine, builderOf(vm, engine), {
      runId: `${runId}-dataset`,
      keep: false,
      environment: {},
      volume: { name: dataset.volume, folder: VM_DISK, labels: labelsOf(dataset) },
      labels: { [FILLS_LABEL]: dataset.volume },
      cleanUp: tools.cleanUp,
    });
    builder = await untilAborted(signal, starting);
    const certificate = await untilAborted(signal, fill(builder, dataset, followSeeding(step)));
    forget();
    step.done(`${certificate.rows.toLocaleString('en-IN')} rows, kept as dataset ${dataset.key}`);
  } catch (error) {
    step.fail();
    throw await faultOf(error, dataset, builder);
  } finally {
    // takes the builder away, and the volume with it unless the dataset is whole; the clean-up at the end tries again
    await builder?.stop().catch(() => {});
  }
}

/** The level that builds: one VM that is PostgreSQL and nothing else. */
function builderOf(vm: VmDefinition, { size }: Engine): LevelDefinition {
  const spec: VmDefinition['spec'] = {
    name: 'seeder',
    roles: ['postgres'],
    vCpu: size.vCpu,
    memoryBytes: BUILDER_MEMORY_BYTES,
    diskBytes: 0,
  };
  return {
    spec: { level: 1, source: 'custom', vms: [spec] },
    vms: [{ ...vm, spec, ports: [{ container: 5432, host: null }], shmBytes: GIB }],
  };
}

async function fill(
  builder: StartedLevel,
  { key, request }: Dataset,
  onProgress: ReturnType<typeof followSeeding>,
): Promise<DatasetData> {
  const vm = builder.vmWith('postgres');
  const inVm = async (command: string[]) => {
    const { exitCode, stderr } = await vm.exec(command);
    if (exitCode !== 0)
      throw new HarnessError('seed-failed', `the dataset cannot be built: ${stderr.trim()}`);
  };
  const sql = [...bulkSettings.map((setting) => `ALTER SYSTEM SET ${setting}`), 'SELECT pg_reload_conf()'];
  await inVm(['psql', '-U', 'postgres', '-Xq', ...sql.flatMap((statement) => ['-c', statement])]);
  const dsn = `postgres://crm_owner:${builder.secrets.owner}@127.0.0.1:${vm.port(5432)}/crm`;
  const seeding = seedDatabase(dsn, request, { onProgress });
  const certificate = await whileAlive(builder, seeding);
  await inVm([
    'bash',
    '-c',
    SEAL,
    'seal',
    VM_DISK,
    DATA_FOLDER,
    certificateText(key, certificate),
    CERTIFICATE_FILE,
  ]);
  // from here on the volume is a dataset: no container says any more that it is being filled
  await vm.container.remove({ force: true, v: true });
  return certificate;
}

/** What `work` gives, or 'vm-died' at once where the builder ends meanwhile. */
async function whileAlive<T>(builder: StartedLevel, work: Promise<T>): Promise<T> {
  const ended = builder.died.then(() => {
    throw new HarnessError('interrupted', 'stopped while it seeded');
  });
  ended.catch(() => {});
  return Promise.race([work, ended]);
}

/** A full disk shows in many ways, most of them only in PostgreSQL's log. */
async function faultOf(error: unknown, dataset: Dataset, builder: StartedLevel | null): Promise<unknown> {
  const fault = engineFault(error);
  if (fault instanceof HarnessError && fault.code === 'interrupted') return fault;
  const vm = builder?.vms[0];
  const log = vm === undefined ? '' : await lastLogLines(vm.container, LOG_LINES);
  const detail = fault instanceof HarnessError ? (fault.detail ?? '') : '';
  const full = fault instanceof HarnessError && fault.code === 'no-disk';
  if (!full && ![messageOf(fault), detail, log].some((text) => DISK_FULL.test(text))) return fault;
  return new HarnessError(
    'no-disk',
    `no disk space left to make a dataset of ${dataset.request.customers.toLocaleString('en-IN')} customers; what was made of it is removed`,
    { hint: 'capacity datasets shows what kept ones take, docker system df all the rest', cause: error },
  );
}
