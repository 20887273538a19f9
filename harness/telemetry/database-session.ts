import pg from 'pg';

/** A session that connects when it is first used, and anew after a failure: the server may have been restarted. */
export interface DatabaseSession {
  /** One statement without parameters, which PgBouncer's console takes too. Fails after 5 s. */
  rows<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]>;
  close(): Promise<void>;
}

/**
 * A session of the monitoring role with a server, or a console, that a port on 127.0.0.1 leads to. The port is asked for when
 * it connects: one that is not published fails the reading.
 */
export function databaseSession(portOf: () => number, database: string, password: string): DatabaseSession {
  let connected: pg.Client | null = null;

  async function client(): Promise<pg.Client> {
    if (connected !== null) return connected;
    const fresh = new pg.Client({
      ...{ host: '127.0.0.1', port: portOf(), database, user: 'crm_monitor', password },
      application_name: 'capacity-monitor',
      connectionTimeoutMillis: 5000,
      query_timeout: 5000,
    });
    fresh.on('error', () => {}); // a lost connection shows as failed readings
    await fresh.connect();
    connected = fresh;
    return fresh;
  }

  async function close() {
    const last = connected;
    connected = null;
    await last?.end().catch(() => {});
  }

  return {
    close,
    async rows<Row extends pg.QueryResultRow>(sql: string) {
      try {
        return (await (await client()).query<Row>(sql)).rows;
      } catch (error) {
        void close();
        throw error;
      }
    },
  };
}
