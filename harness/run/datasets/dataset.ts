import { z } from 'zod';
import type { SeedRequest } from '../../../seed/port.ts';
import { checkedRequest, type ResolvedRequest } from '../../../seed/request.ts';
import { datasetVersion } from '../../../seed/version.ts';
import { type DatasetData, datasetSchema } from '../../core/evidence/setup.ts';
import { nowMs } from '../../host/clock.ts';
import { isoTime } from '../../host/identity.ts';
import { thisOwner } from '../../host/owner.ts';
import { OWNER_LABEL } from '../../topology/engine.ts';
import { datasetKey, datasetSources, type Source } from './key.ts';

/** On the volume of every kept dataset: its key. */
export const DATASET_LABEL = 'capacity.dataset';
const VERSION_LABEL = 'capacity.dataset.version';
const REQUEST_LABEL = 'capacity.dataset.request';
const CREATED_LABEL = 'capacity.dataset.created';

/** In a dataset's volume: the data directory, and beside it the certificate, which is written last. */
export const DATA_FOLDER = 'postgres';
export const CERTIFICATE_FILE = 'capacity-dataset.json';

/** One small volume in which a file per dataset shows by its time when it was last used; datasets are mounted read-only. */
export const USES_VOLUME = 'capacity-dataset-uses';
export const USES_LABEL = 'capacity.dataset-uses';

/** A dataset that a run wants. */
export interface Dataset {
  key: string;
  volume: string;
  request: ResolvedRequest;
}

/** The dataset of a request, as the present sources would make it. */
export function datasetOf(request: ResolvedRequest, sources: readonly Source[] = datasetSources()): Dataset {
  const key = datasetKey(request, sources);
  return { key, volume: volumeOf(key), request };
}

/** Name of the volume that holds the dataset of a key. */
export function volumeOf(key: string): string {
  return `capacity-dataset-${key}`;
}

/** Labels of a dataset's volume: what can be said before it is made. */
export function labelsOf({ key, request }: Dataset): Record<string, string> {
  return {
    [DATASET_LABEL]: key,
    [VERSION_LABEL]: datasetVersion,
    [REQUEST_LABEL]: JSON.stringify(request),
    [CREATED_LABEL]: isoTime(nowMs()),
    [OWNER_LABEL]: thisOwner(),
  };
}

/** What the labels say. `request` is null where this edition cannot read it. */
export interface Labelled {
  key: string;
  version: string;
  createdMs: number;
  request: ResolvedRequest | null;
}

export function readLabels(labels: Record<string, string>): Labelled {
  return {
    key: labels[DATASET_LABEL] ?? '',
    version: labels[VERSION_LABEL] ?? '',
    createdMs: Date.parse(labels[CREATED_LABEL] ?? '') || 0,
    request: readRequest(labels[REQUEST_LABEL] ?? ''),
  };
}

function readRequest(text: string): ResolvedRequest | null {
  try {
    return checkedRequest(JSON.parse(text) as SeedRequest);
  } catch {
    return null; // of an edition that asked for something else
  }
}

const certificateFile = z.strictObject({ key: z.string(), certificate: datasetSchema });

/** The certificate file's text. */
export function certificateText(key: string, certificate: DatasetData): string {
  return JSON.stringify({ key, certificate });
}

/** The certificate of a dataset; null where the file is missing, cut off, another dataset's or another edition's. */
export function readCertificateText(key: string, text: string): DatasetData | null {
  try {
    const file = certificateFile.parse(JSON.parse(text));
    return file.key === key ? file.certificate : null;
  } catch {
    return null;
  }
}
