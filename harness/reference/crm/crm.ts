import type { BusinessDay } from './business-day.ts';
import type { Cache } from './cache.ts';
import type { Database, DatabaseTime } from './database.ts';
import type { Defects } from './defects.ts';
import type { SessionRecord, Sessions } from './sessions.ts';

/** What the routes work with. */
export interface Crm {
  /** Reads of a request go to a replica where there is one. */
  database: Database;
  /** For what is kept in the cache: it must not be older than a write that everybody has seen. */
  primary: Database;
  cache: Cache;
  sessions: Sessions;
  day: BusinessDay;
  defects: Defects;
  /** Whether the cache's server answers; of a cluster, every node. */
  cacheAnswers(): Promise<boolean>;
}

declare module 'fastify' {
  interface FastifyRequest {
    databaseTime: DatabaseTime;
    /** Set on every route that needs a session, before its handler runs. */
    session: SessionRecord;
    sessionId: string;
  }
}
