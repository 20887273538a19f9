import { createBusinessDay } from './business-day.ts';
import { createCache } from './cache.ts';
import type { Config } from './config.ts';
import type { Crm } from './crm.ts';
import { openDatabase } from './database.ts';
import { createDefects } from './defects.ts';
import { openJobs } from './jobs/jobs.ts';
import { openLive } from './live/live.ts';
import { nobodyOutside } from './outside-config.ts';
import { openRedis } from './redis.ts';
import { openReplica, routeReads } from './replicas.ts';
import { createSessions } from './sessions.ts';
import { createTenants } from './tenants.ts';

/** What a CRM is opened with; where nothing is said of them there are no replicas, one Redis for all, and nobody outside. */
export type CrmConfig = Pick<Config, 'databaseUrl' | 'redisUrl' | 'defect'> &
  Partial<Pick<Config, 'replicaUrls' | 'queueUrl' | 'outside'>>;

export interface OpenCrm {
  crm: Crm;
  hasReplicas: boolean;
  /** Lets go of database, cache and queues. */
  close(): Promise<void>;
}

/** What routes and jobs work with. Connects in the background: neither database nor cache need be there. */
export function openCrm(config: CrmConfig): OpenCrm {
  const redis = openRedis(config.redisUrl);
  const primary = openDatabase(config.databaseUrl);
  const replicas = (config.replicaUrls ?? []).map(openReplica);
  const database = replicas.length === 0 ? primary : routeReads(primary, replicas);
  const queueUrl = config.queueUrl ?? config.redisUrl;
  const jobs = openJobs(queueUrl);
  const sessions = createSessions(redis.commands);
  const live = openLive(queueUrl, sessions.isThere);
  return {
    crm: {
      database,
      primary,
      cache: createCache(redis.commands),
      sessions,
      day: createBusinessDay(primary),
      defects: createDefects(config.defect),
      jobs,
      live,
      tenants: createTenants(primary),
      outside: config.outside ?? nobodyOutside,
      redis: redis.commands,
      cacheAnswers: redis.allAnswer,
    },
    hasReplicas: replicas.length > 0,
    async close() {
      await Promise.all([database.close(), jobs.close(), live.close()]);
      redis.close();
    },
  };
}
