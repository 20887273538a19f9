import { parentPort, workerData } from 'node:worker_threads';
import { type Chunk, createChunkMaker } from '../chunks.ts';
import { planOf } from '../plan.ts';
import { tables } from '../tables/all.ts';
import type { Answer, Task, ThreadData } from './messages.ts';

/** Entry point of a thread that makes rows. */
const { parts, format } = workerData as ThreadData;
const maker = createChunkMaker(planOf(parts), format);
const byName = new Map(tables.map((table) => [table.name, table]));

parentPort?.on('message', (task: Task) => {
  const answer = answerTo(task);
  parentPort?.postMessage(answer, 'bytes' in answer ? [answer.bytes.buffer] : []);
});

/** A fault is told, not thrown: the pool decides when a thread ends. */
function answerTo(task: Task): Answer {
  try {
    return chunkOf(task);
  } catch (error) {
    const { message, stack } = error as Error;
    return { message, stack: stack ?? message };
  }
}

function chunkOf({ table: name, first, count, memory }: Task): Chunk {
  const table = byName.get(name);
  if (table === undefined) throw new Error(`no table ${name}`);
  return maker.make(table, first, count, memory);
}
