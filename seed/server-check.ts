import type pg from 'pg';
import { HarnessError } from '../harness/core/errors.ts';

/** The document's PostgreSQL, and the oldest on which seeding is tested. */
const oldestVersion = 15;

interface Server {
  version: number;
  encoding: string;
  readOnly: boolean;
  database: string;
  userName: string;
  /** Null where there is no schema public. */
  mayCreate: boolean | null;
}

const serverSql = `
  select current_setting('server_version_num')::integer / 10000 as version,
    getdatabaseencoding() as encoding,
    pg_is_in_recovery() or current_setting('transaction_read_only')::boolean as "readOnly",
    current_database() as database, current_user as "userName",
    (select has_schema_privilege(oid, 'create') from pg_namespace where nspname = 'public') as "mayCreate"`;

/** Throws HarnessError 'seed-failed' in one line where this server, database or user cannot take a dataset. */
export async function checkServer(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<Server>(serverSql);
  const fault = faultOf(rows[0] as Server);
  if (fault !== null) throw new HarnessError('seed-failed', fault.message, { hint: fault.hint });
}

function faultOf(server: Server): { message: string; hint: string } | null {
  if (server.version < oldestVersion)
    return {
      message: `this is PostgreSQL ${server.version}; seeding needs ${oldestVersion} or newer`,
      hint: `name a database of PostgreSQL ${oldestVersion} or newer`,
    };
  if (server.readOnly)
    return {
      message: 'this server or session is read-only',
      hint: 'name the primary server, not a standby, and a user whose default_transaction_read_only is off',
    };
  if (server.encoding !== 'UTF8')
    return {
      message: `database ${server.database} has the encoding ${server.encoding}; the rows are UTF-8`,
      hint: "make it with: create database ... encoding 'UTF8' template template0",
    };
  if (server.mayCreate !== true)
    return {
      message: `user ${server.userName} may not create tables in the schema public of ${server.database}`,
      hint: 'name the user who owns the database',
    };
  return null;
}
