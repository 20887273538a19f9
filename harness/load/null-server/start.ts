import { HarnessError } from '../../core/errors.ts';
import { forkModule } from '../../host/child.ts';

export interface NullServer {
  baseUrl: string;
  stop(): Promise<void>;
}

/** Starts the null server in a process of its own. Throws HarnessError 'load-failed' where it does not come up. */
export async function startNullServer(): Promise<NullServer> {
  const lines: string[] = [];
  let tell: (port: number) => void = () => {};
  const up = new Promise<number>((resolve) => {
    tell = resolve;
  });
  const child = forkModule(new URL('./process.ts', import.meta.url), {
    onMessage: (message) => tell((message as { port: number }).port),
    onStderr: (line) => lines.push(line),
  });
  const port = await Promise.race([up, child.exited.then(() => null)]);
  if (port === null) {
    throw new HarnessError('load-failed', 'the null server of the calibration did not start', {
      detail: lines.slice(-10).join('\n'),
    });
  }
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGKILL');
      await child.exited;
    },
  };
}
