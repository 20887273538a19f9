import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A process that takes a job, and has it in hand until it is killed. */
export interface DoomedConsumer {
  /** Resolves once it has a job in hand. */
  tookOne: Promise<void>;
  /** Ends it as a power cut would. */
  kill(): void;
}

const consumers = new URL('../consumers.ts', import.meta.url).href;

/** Starts it on a queue and waits until it runs. `times` as for `openConsumers`. */
export async function startDoomedConsumer(
  redisUrl: string,
  queue: string,
  times: { lockMs: number; lookForDeadMs: number },
): Promise<DoomedConsumer> {
  const program = `
    const { openConsumers } = await import(${JSON.stringify(consumers)});
    const handle = () => new Promise(() => process.stdout.write('took'));
    openConsumers(process.argv[1], ${JSON.stringify(times)}).ensure([
      { queue: ${JSON.stringify(queue)}, concurrency: 1, handle },
    ]);
    process.stdout.write('runs');`;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', program, redisUrl],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(child.stdout, 'data');
  return {
    tookOne: once(child.stdout, 'data').then(() => {}),
    kill: () => void child.kill('SIGKILL'),
  };
}
