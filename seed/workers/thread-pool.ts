import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { HarnessError, messageOf } from '../../harness/core/errors.ts';
import type { Chunk } from '../chunks.ts';
import { threadCode } from './bundle.ts';
import type { Answer, Task, ThreadData } from './messages.ts';

/** Threads that make rows. */
export interface ThreadPool {
  /** The rows of a task. Rejects with HarnessError 'seed-failed' once a thread has died. */
  make(task: Task): Promise<Chunk>;
  /** Ends all threads, whatever they do; what they were asked for rejects. */
  close(): Promise<void>;
}

interface Job {
  task: Task;
  done(chunk: Chunk): void;
  failed(reason: unknown): void;
}

/** A thread has the next task already when it ends one. */
const tasksAThread = 2;

export function startThreads(count: number, data: ThreadData): ThreadPool {
  const waiting: Job[] = [];
  const threads = Array.from({ length: count }, () => startThread(data));
  let fault: HarnessError | null = null;

  function deal(): void {
    for (const { worker, jobs } of threads)
      while (jobs.length < tasksAThread && waiting.length > 0) {
        const job = waiting.shift() as Job;
        jobs.push(job);
        const { memory } = job.task;
        worker.postMessage(job.task, memory === undefined ? [] : [memory]);
      }
  }

  function fail(reason: HarnessError): void {
    if (fault !== null) return;
    fault = reason;
    for (const job of [...threads.flatMap(({ jobs }) => jobs.splice(0)), ...waiting.splice(0)])
      job.failed(fault);
  }

  for (const { worker, jobs } of threads) {
    worker.on('message', (answer: Answer) => {
      if (!('bytes' in answer)) return fail(ended(answer.message, answer.stack));
      const { bytes, rows } = answer;
      jobs.shift()?.done({ bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), rows });
      deal();
    });
    worker.on('error', (error) => fail(ended(messageOf(error), error.stack)));
    worker.on('exit', (code) => fail(ended(`exit ${code}`)));
  }
  return {
    make: (task) =>
      new Promise((done, failed) => {
        if (fault !== null) return failed(fault);
        waiting.push({ task, done, failed });
        deal();
      }),
    async close() {
      fail(ended('closed'));
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}

function startThread(data: ThreadData): { worker: Worker; jobs: Job[] } {
  const code = threadCode();
  const worker = withoutCompilerThread(
    () =>
      new Worker(code, {
        eval: true,
        // Without the options of this process: the code is plain JavaScript and needs no loader.
        execArgv: [],
        // Rows live shortly: more room for them makes nothing faster, and costs each thread 30 MB.
        resourceLimits: { maxYoungGenerationSizeMb: 8 },
        workerData: data,
      }),
  );
  return { worker, jobs: [] };
}

let starting = 0;

/**
 * Node 20 aborts the whole process where a thread ends while V8 compiles for it on yet another one. V8 compiles in the
 * thread itself where this option is off while the thread starts, which costs nothing that can be measured.
 */
function withoutCompilerThread(start: () => Worker): Worker {
  starting++;
  setFlagsFromString('--no-concurrent-recompilation');
  const worker = start();
  let started = false;
  const asBefore = () => {
    if (started) return;
    started = true;
    starting--;
    if (starting === 0) setFlagsFromString('--concurrent-recompilation');
  };
  return worker.once('online', asBefore).once('exit', asBefore);
}

function ended(reason: string, stack?: string): HarnessError {
  return new HarnessError('seed-failed', `a thread that makes rows ended: ${reason}`, {
    hint: 'nothing was kept',
    ...(stack === undefined ? {} : { detail: stack }),
  });
}
