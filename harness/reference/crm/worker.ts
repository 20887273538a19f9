import { buildApp } from './app.ts';
import type { Config } from './config.ts';
import { log } from './log.ts';

/** Requests under way get this long to be answered once the end is asked for. */
const drainMs = 2_000;

/** Exit code of a worker that cannot have its port: another one could not either, so the master gives up. */
export const cannotListen = 98;

/** Serves until SIGTERM, then answers what is under way and ends. */
export async function runWorker(config: Config): Promise<void> {
  process.title = 'crm worker';
  const app = await buildApp(config);
  const stop = () => {
    setTimeout(() => process.exit(0), drainMs).unref();
    app.close().then(
      () => process.exit(0),
      () => process.exit(0),
    );
  };
  process.once('SIGTERM', stop);
  // Ctrl-C reaches the whole process group; the master passes it on.
  process.on('SIGINT', () => {});
  // A worker without its master would serve on unseen.
  process.once('disconnect', () => process.exit(0));
  await app.listen({ host: config.host, port: config.port }).catch((error: unknown) => {
    log(`cannot listen on ${config.host}:${config.port}: ${(error as Error).message}`);
    process.exit(cannotListen);
  });
}
