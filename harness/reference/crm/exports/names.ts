import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { ExportRow } from '../../../../scenarios/lib/contract-outside.ts';

/** Where a file is kept: on the disk of the VM of that name, or in the object storage. */
export interface Location {
  /** null: in the object storage. */
  host: string | null;
  /** Name of the file in its folder, key of the object in its bucket. */
  name: string;
}

const pattern = /^(?:disk:([^/\s]+)|storage)\/(\d+-\d+-[0-9a-f]{16}\.(?:csv|xlsx))$/;

/** A place for one attempt at an export. No two attempts share one, so none can write into another's file. */
export function newLocation(
  { tenantId, id, format }: { tenantId: number; id: number; format: ExportRow['format'] },
  inStorage: boolean,
): Location {
  const name = `${tenantId}-${id}-${randomBytes(8).toString('hex')}.${format}`;
  return { host: inStorage ? null : hostname(), name };
}

/** As it stands in the database. */
export function textOf({ host, name }: Location): string {
  return host === null ? `storage/${name}` : `disk:${host}/${name}`;
}

/** The location that the text names; null for a text that names none. */
export function locationOf(text: string): Location | null {
  const [, host, name] = pattern.exec(text) ?? [];
  return name === undefined ? null : { host: host ?? null, name };
}

/** Whether the file lies on this VM's disk. */
export function isHere({ host }: Location): boolean {
  return host === hostname();
}

/** Name that a browser saves the file under. `requestedAt` is ISO 8601. */
export function downloadName({
  kind,
  format,
  id,
  requestedAt,
}: Pick<ExportRow, 'kind' | 'format' | 'id' | 'requestedAt'>): string {
  return `${kind}-${requestedAt.slice(0, 10)}-${id}.${format}`;
}
