import { parentPort, workerData } from 'node:worker_threads';
import { createChunkMaker } from '../chunks.ts';
import { planOf } from '../plan.ts';
import { tables } from '../tables/all.ts';
import type { Answer, Task, ThreadData } from './messages.ts';

/** Entry point of a thread that makes rows. What is thrown here ends it and reaches the pool as its error. */
const { parts, format } = workerData as ThreadData;
const maker = createChunkMaker(planOf(parts), format);
const byName = new Map(tables.map((table) => [table.name, table]));

parentPort?.on('message', ({ table: name, first, count, memory }: Task) => {
  const table = byName.get(name);
  if (table === undefined) throw new Error(`no table ${name}`);
  const answer: Answer = maker.make(table, first, count, memory);
  parentPort?.postMessage(answer, [answer.bytes.buffer]);
});
