import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { HarnessError } from '../core/errors.ts';
import { projectRoot } from './environment.ts';

/**
 * Makes sure that a container engine answers and that the VM image is built, by the set-up that also runs before there
 * are any packages. It says nothing where nothing is to be done. Throws HarnessError 'set-up-failed'; the set-up has
 * then said what is wrong and what would help.
 */
export function setUp(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(projectRoot, 'harness', 'setup', 'main.mjs')], {
      stdio: ['ignore', 2, 2], // standard output is for results
    });
    const stop = () => void child.kill('SIGTERM');
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    child.once('error', reject);
    child.once('exit', (code) => {
      signal.removeEventListener('abort', stop);
      if (signal.aborted) reject(signal.reason);
      else if (code === 0) resolve();
      else reject(new HarnessError('set-up-failed', 'the set-up did not come to its end: see above'));
    });
  });
}
