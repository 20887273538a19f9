import cluster from 'node:cluster';
import type { Config } from './config.ts';
import { log } from './log.ts';
import { cannotListen } from './worker.ts';

/** A worker that dies at once, again and again, must not become a busy loop. */
const restartAfterMs = 500;
/** Workers that have not drained by then are killed. */
const drainMs = 2_600;

/** What a process does: answers requests, or works on jobs. */
type ProcessKind = 'web' | 'jobs';

/** Environment variable that tells a forked process which of them it is. */
export const processKind = 'CRM_PROCESS';
/**
 * What a job process reads for an export is garbage at once. Left to itself V8 lets it pile up, for it knows of the machine's whole
 * memory: two exports of 100,000 rows then take 200 MB of it, and with these limits 100. More than 256 MB in use is a leak.
 */
const heapOf: Record<ProcessKind, string[]> = {
  web: [],
  jobs: ['--max-semi-space-size=4', '--max-old-space-size=256'],
};
const names: Record<ProcessKind, string> = { web: 'worker', jobs: 'job process' };

/** Forks the processes, replaces one that dies, and ends them on SIGTERM or SIGINT; then this process ends with 0. */
export function runMaster(config: Config): void {
  process.title = 'crm master';
  let stopping = false;
  const kinds = new Map<number, ProcessKind>();
  if (config.defect !== null) log(`the defect '${config.defect}' is planted`);
  const fork = (kind: ProcessKind) => {
    cluster.setupPrimary({ execArgv: [...process.execArgv, ...heapOf[kind]] });
    kinds.set(cluster.fork({ [processKind]: kind }).id, kind);
  };
  for (let count = 0; count < config.workers; count++) fork('web');
  for (let count = 0; count < config.jobProcesses; count++) fork('jobs');

  cluster.on('exit', (worker, code, signal) => {
    if (stopping) {
      if (Object.keys(cluster.workers ?? {}).length === 0) process.exit(0);
      return;
    }
    if (code === cannotListen) process.exit(1);
    const kind = kinds.get(worker.id) ?? 'web';
    kinds.delete(worker.id);
    log(`${names[kind]} ${worker.id} ended (${signal ?? `code ${code}`}), starting another`);
    setTimeout(() => {
      if (!stopping) fork(kind);
    }, restartAfterMs);
  });

  const stop = () => {
    if (stopping) return;
    stopping = true;
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    if (workers.length === 0) process.exit(0);
    for (const worker of workers) worker.process.kill('SIGTERM');
    setTimeout(() => {
      for (const worker of workers) worker.process.kill('SIGKILL');
      process.exit(0);
    }, drainMs);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  cluster.once('listening', () =>
    log(`listening on ${config.host}:${config.port}, ${config.workers} worker processes`),
  );
}
