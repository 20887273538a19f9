import cluster from 'node:cluster';
import { ConfigError, readConfig } from './config.ts';
import { runJobs } from './jobs/process.ts';
import { log } from './log.ts';
import { processKind, runMaster } from './master.ts';
import { runWorker } from './worker.ts';

/** The reference CRM: a master that keeps WORKERS processes alive that serve HTTP on HOST:PORT, and JOB_PROCESSES that work on jobs. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  if (cluster.isPrimary) runMaster(config);
  else if (process.env[processKind] === 'jobs') await runJobs(config);
  else await runWorker(config);
}

main().catch((error: unknown) => {
  // What is wrong with the environment is one line; anything else is a bug and shows where.
  log(error instanceof ConfigError ? error.message : String((error as Error).stack ?? error));
  process.exit(1);
});
