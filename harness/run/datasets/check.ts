import { isDeepStrictEqual } from 'node:util';
import { type Counted, readCertificate } from '../../../seed/certificate.ts';
import { connect } from '../../../seed/connection.ts';
import { HarnessError, messageOf } from '../../core/errors.ts';
import type { DatasetData } from '../../core/evidence/setup.ts';

/** SQLSTATE classes that speak of the server's state and not of the data: resources, an operator, the connection. */
const NOT_THE_DATA = /^(08|53|57)/;

/**
 * What a live database holds, counted now, and how that differs from the certificate: in words, null where it does not.
 * Sizes may differ a little: they change while a database is in use. Throws where the database cannot be asked.
 */
export async function compareLive(
  dsn: string,
  certificate: DatasetData,
): Promise<{ live: Counted | null; difference: string | null }> {
  const client = await connect(dsn);
  try {
    const live = await readCertificate(client, certificate);
    return { live, difference: differenceOf(certificate, live) };
  } catch (error) {
    const state = (error as { code?: unknown }).code;
    const ofTheData =
      error instanceof HarnessError ||
      (typeof state === 'string' && /^[0-9A-Z]{5}$/.test(state) && !NOT_THE_DATA.test(state));
    if (!ofTheData) throw error;
    return { live: null, difference: messageOf(error) };
  } finally {
    await client.end().catch(() => {});
  }
}

/** The first thing in which what was counted is not what the certificate says; null where all is. */
export function differenceOf(certificate: Counted, live: Counted): string | null {
  const tables = (of: Counted) => of.tables.map(({ table }) => table).join(', ');
  return (
    firstOf(['version', 'seed', 'anchoredOn', 'digest', 'schemaDigest'], certificate, live) ??
    (tables(certificate) === tables(live) ? null : differs('tables', tables(certificate), tables(live))) ??
    certificate.tables
      .map((table, at) =>
        firstOf(
          ['rows', 'digest', 'tenantRows', 'perCustomer'],
          table,
          live.tables[at] as typeof table,
          ` of ${table.table}`,
        ),
      )
      .find((difference) => difference !== null) ??
    firstOf(['tenants', 'customers', 'rows'], certificate, live) ??
    grown(certificate, live)
  );
}

/** Rows that were changed leave their old versions behind: a heap of another size is not the one that was certified. */
const HEAP_LEEWAY = 0.02;
const HEAP_LEEWAY_BYTES = 256 * 1024;

function grown(certificate: Counted, live: Counted): string | null {
  for (const [at, table] of certificate.tables.entries()) {
    const heapOf = (of: Counted) => (of.tables[at]?.bytes ?? 0) - (of.tables[at]?.indexBytes ?? 0);
    const [certified, held] = [heapOf(certificate), heapOf(live)];
    if (Math.abs(held - certified) > HEAP_LEEWAY * certified + HEAP_LEEWAY_BYTES)
      return differs(`bytes of ${table.table}`, certified, held);
  }
  return null;
}

function firstOf<Of>(facts: (keyof Of & string)[], certified: Of, live: Of, of = ''): string | null {
  const fact = facts.find((name) => !isDeepStrictEqual(certified[name], live[name]));
  return fact === undefined ? null : differs(fact + of, certified[fact], live[fact]);
}

function differs(fact: string, certified: unknown, live: unknown): string {
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return `${fact}: ${text(live)} instead of ${text(certified)}`;
}
