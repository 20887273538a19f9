import { HarnessError } from '../../core/errors.ts';
import type { DatasetData } from '../../core/evidence/setup.ts';
import { GIB } from '../../core/units.ts';
import { type Engine, engineFault } from '../../topology/engine.ts';
import { FILLS_LABEL } from '../../topology/leftovers.ts';
import { runScript } from '../../topology/script-container.ts';
import { findVolumes, removeVolume } from '../../topology/volumes.ts';
import {
  CERTIFICATE_FILE,
  DATASET_LABEL,
  type Labelled,
  readCertificateText,
  readLabels,
  USES_LABEL,
  USES_VOLUME,
} from './dataset.ts';
import { datasetKey, type Source } from './key.ts';

/**
 * `complete`: can be used. `stale`: whole, but the present sources would make another dataset of its request.
 * `partial`: left by a seeding that was cut off. `building`: a container is at work on it.
 */
type State = 'complete' | 'stale' | 'partial' | 'building';

/** A kept dataset as it lies on the engine. */
export interface KeptDataset extends Labelled {
  volume: string;
  state: State;
  certificate: DatasetData | null;
  bytes: number;
  lastUsedMs: number;
}

export interface Inventory {
  datasets: KeptDataset[];
  /** Free on the disk that holds them; not asked where there are none. */
  freeBytes: number;
}

/** When another is made, the stale and then the longest unused go until this holds. They never take more than they leave free. */
export const keptAtMost = { datasets: 8, bytes: 20 * GIB };

/** A line for the disk, then one for each dataset: key, bytes, when it was last used (epoch seconds), certificate. */
const SURVEY = `
set -uo pipefail
df --output=avail -B1 /uses | tail -1
for folder in /datasets/*/; do
  [[ -d $folder ]] || continue
  key=$(basename "$folder")
  printf '%s\\t%s\\t%s\\t%s\\n' "$key" "$(du -s -B1 "$folder" | cut -f1)" \\
    "$(stat -c %Y "/uses/$key" 2>/dev/null || echo 0)" "$(cat "$folder/$1" 2>/dev/null)"
done
`;

/** Every kept dataset, the one last used first. Throws HarnessError. */
export async function takeInventory(
  { docker }: Engine,
  by: { image: string; labels: Record<string, string>; sources: readonly Source[] },
): Promise<Inventory> {
  try {
    const volumes = await findVolumes(docker, DATASET_LABEL);
    if (volumes.length === 0) return { datasets: [], freeBytes: Number.POSITIVE_INFINITY };
    const labelled = volumes.map(({ name, labels }) => ({ volume: name, ...readLabels(labels) }));
    const survey = await runScript(docker, {
      image: by.image,
      script: SURVEY,
      args: [CERTIFICATE_FILE],
      volumes: [
        ...labelled.map(({ key, volume }) => ({ name: volume, folder: `/datasets/${key}`, readOnly: true })),
        { name: USES_VOLUME, folder: '/uses', labels: { [USES_LABEL]: 'true' } },
      ],
      labels: by.labels,
    });
    const [disk, ...lines] = survey.stdout.trim().split('\n');
    const surveyed = new Map(lines.map((line) => [line.split('\t')[0], line.split('\t')]));
    const filled = await beingFilled(docker);
    const datasets = labelled.map((dataset): KeptDataset => {
      const [, bytes, lastUsed, ...text] = surveyed.get(dataset.key) ?? [];
      const certificate = readCertificateText(dataset.key, text.join('\t'));
      const state = filled.has(dataset.volume) ? 'building' : stateOf(dataset, certificate, by.sources);
      const lastUsedMs = Math.max(Number(lastUsed ?? 0) * 1000, dataset.createdMs);
      return { ...dataset, state, certificate, bytes: Number(bytes ?? 0), lastUsedMs };
    });
    datasets.sort((a, b) => b.lastUsedMs - a.lastUsedMs);
    return { datasets, freeBytes: Number(disk) };
  } catch (error) {
    throw engineFault(error);
  }
}

function stateOf(dataset: Labelled, certificate: DatasetData | null, sources: readonly Source[]): State {
  if (certificate === null) return 'partial';
  const current = dataset.request !== null && datasetKey(dataset.request, sources) === dataset.key;
  return current ? 'complete' : 'stale';
}

async function beingFilled(docker: Engine['docker']): Promise<Set<string>> {
  const filters = { label: [FILLS_LABEL] };
  const containers = await docker.listContainers({ all: true, filters });
  return new Set(containers.map(({ Labels }) => Labels[FILLS_LABEL] ?? ''));
}

/** Those that are worth nothing: stale, partial, and those that were last used before `unusedSinceMs`. */
export function worthless(datasets: readonly KeptDataset[], unusedSinceMs = 0): KeptDataset[] {
  return datasets.filter(
    ({ state, lastUsedMs }) =>
      state === 'stale' || state === 'partial' || (state === 'complete' && lastUsedMs < unusedSinceMs),
  );
}

/**
 * Those that have to go before another is made, so that what is kept stays within `atMost` and takes no more of the disk
 * than it leaves free: all partial ones, then stale ones, then those that were not used for longest.
 */
export function surplus({ datasets, freeBytes }: Inventory, atMost = keptAtMost): KeptDataset[] {
  const going = datasets.filter(({ state }) => state === 'partial');
  const staying = datasets
    .filter(({ state }) => state === 'complete' || state === 'stale')
    .sort((a, b) => Number(a.state === 'stale') - Number(b.state === 'stale') || b.lastUsedMs - a.lastUsedMs);
  const bytesOf = (of: readonly KeptDataset[]) => of.reduce((sum, { bytes }) => sum + bytes, 0);
  const all = bytesOf(datasets) + freeBytes;
  const bytes = Math.min(atMost.bytes, all / 2);
  while (staying.length >= atMost.datasets || bytesOf(staying) > bytes) {
    const last = staying.pop();
    if (last === undefined) break;
    going.push(last);
  }
  return going;
}

/** Removes datasets; resolves to the bytes that are free again. Throws 'already-running' where one is in use. */
export async function removeDatasets(
  { docker }: Engine,
  datasets: readonly Pick<KeptDataset, 'volume' | 'bytes'>[],
): Promise<number> {
  let freed = 0;
  try {
    for (const { volume, bytes } of datasets) {
      await removeVolume(docker, volume);
      freed += bytes;
    }
    if ((await findVolumes(docker, DATASET_LABEL)).length === 0) await removeVolume(docker, USES_VOLUME);
  } catch (error) {
    throw engineFault(error);
  }
  return freed;
}

/** The datasets whose key begins with `text`; `all` are all. Throws 'usage' where there is none or it is not clear which. */
export function datasetsNamed(datasets: readonly KeptDataset[], text: string): KeptDataset[] {
  if (text === 'all') return [...datasets];
  const found = datasets.filter(({ key }) => key.startsWith(text));
  if (found.length === 1) return found;
  const keys = datasets.map(({ key }) => key).join(', ');
  throw new HarnessError(
    'usage',
    found.length === 0 ? `there is no dataset ${text}` : `${text} may be any of ${found.length} datasets`,
    { hint: keys === '' ? 'none is kept' : `kept are ${keys}` },
  );
}
