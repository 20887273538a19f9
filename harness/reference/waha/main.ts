import { optionsFrom } from './environment.ts';
import { startWaha } from './start-waha.ts';

/** The stand-in of WAHA as a process, as its environment says. */
async function main(): Promise<void> {
  process.title = 'waha';
  const waha = await startWaha({
    ...optionsFrom(process.env),
    die: () => process.kill(process.pid, 'SIGKILL'),
  });
  process.stderr.write('waha: serving\n');
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void waha.close().then(() => process.exit(0)));
}

main().catch((error: unknown) => {
  const { stack, message } = error as Error;
  process.stderr.write(`waha: ${error instanceof RangeError ? message : (stack ?? message)}\n`);
  process.exit(1);
});
