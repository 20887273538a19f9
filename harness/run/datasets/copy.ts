import { HarnessError } from '../../core/errors.ts';
import type { DatasetData } from '../../core/evidence/setup.ts';
import { engineFault } from '../../topology/engine.ts';
import { runScript } from '../../topology/script-container.ts';
import type { VolumeMount } from '../../topology/volumes.ts';
import type { BuildTools } from './build.ts';
import {
  CERTIFICATE_FILE,
  DATA_FOLDER,
  type Dataset,
  readCertificateText,
  USES_LABEL,
  USES_VOLUME,
} from './dataset.ts';

const INCOMPLETE = 3;
const OTHER_POSTGRES = 4;

/**
 * Copies a data directory that has a certificate, and prints that. What is copied is on the disk when it ends, so that
 * nothing of it is still being written under load.
 */
const COPY = `
set -euo pipefail
key=$1 data=/dataset/$2 certificate=/dataset/$3
[[ -f $certificate && -f $data/PG_VERSION ]] || exit ${INCOMPLETE}
[[ -x /usr/lib/postgresql/$(<"$data/PG_VERSION")/bin/postgres ]] || { cat "$data/PG_VERSION" >&2; exit ${OTHER_POSTGRES}; }
[[ -z $(ls -A /data) ]] || { echo 'the volume of the run is not empty' >&2; exit 1; }
cp -a --reflink=auto "$data/." /data/
sync -f /data
touch "/uses/$key"
cat "$certificate"
`;

/**
 * Copies a kept dataset into a volume of the run. Resolves to its certificate, or to null where the dataset is not whole.
 * Throws HarnessError 'no-disk', 'no-image' or 'engine-refused'.
 */
export async function copyDataset(
  { key, volume }: Dataset,
  into: VolumeMount,
  by: Pick<BuildTools, 'engine' | 'signal'> & { image: string; labels: Record<string, string> },
): Promise<DatasetData | null> {
  const run = await runScript(by.engine.docker, {
    image: by.image,
    script: COPY,
    args: [key, DATA_FOLDER, CERTIFICATE_FILE],
    volumes: [
      { name: volume, folder: '/dataset', readOnly: true },
      { ...into, folder: '/data' },
      { name: USES_VOLUME, folder: '/uses', labels: { [USES_LABEL]: 'true' } },
    ],
    labels: by.labels,
    signal: by.signal,
  }).catch((error) => {
    throw engineFault(error);
  });
  if (run.exitCode === 0) return readCertificateText(key, run.stdout);
  if (run.exitCode === INCOMPLETE) return null;
  throw faultOf(run, key, by.image);
}

function faultOf(run: { exitCode: number; stderr: string }, key: string, image: string): HarnessError {
  if (run.exitCode === OTHER_POSTGRES)
    return new HarnessError(
      'no-image',
      `image ${image} does not have PostgreSQL ${run.stderr.trim()}, which made dataset ${key}`,
      { hint: 'build that image FROM the present VM image, or use --no-dataset-cache' },
    );
  if (/no space left on device|disk quota exceeded/i.test(run.stderr))
    return new HarnessError('no-disk', `no disk space left to copy dataset ${key} for this run`, {
      hint: 'capacity datasets shows what kept ones take, docker system df all the rest',
    });
  return new HarnessError('engine-refused', `dataset ${key} cannot be copied (exit ${run.exitCode})`, {
    detail: run.stderr.trim(),
    hint: `capacity datasets --remove ${key}, then it is made anew`,
  });
}
