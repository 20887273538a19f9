import type { BusinessDay } from './business-day.ts';
import type { Cache } from './cache.ts';
import type { Database, DatabaseTime } from './database.ts';
import type { Defects } from './defects.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { LiveHub } from './live/live.ts';
import type { OutsideConfig } from './outside-config.ts';
import type { RedisCommands } from './redis.ts';
import type { SessionRecord, Sessions } from './sessions.ts';
import type { Tenants } from './tenants.ts';

/** What routes and jobs work with. */
export interface Crm {
  /** Reads of a request go to a replica where there is one. */
  database: Database;
  /** For what is kept in the cache: it must not be older than a write that everybody has seen. */
  primary: Database;
  cache: Cache;
  sessions: Sessions;
  day: BusinessDay;
  defects: Defects;
  /** Work that is done after the answer, by whichever process takes it. */
  jobs: Jobs;
  /** What browsers are told as it happens. */
  live: LiveHub;
  /** For those who come without a session. */
  tenants: Tenants;
  /** Whom the CRM deals with outside itself. */
  outside: OutsideConfig;
  /** For counts that all processes share. */
  redis: RedisCommands;
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
