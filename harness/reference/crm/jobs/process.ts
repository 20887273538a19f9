import type { Config } from '../config.ts';
import { log } from '../log.ts';
import { openCrm } from '../open-crm.ts';
import { openConsumers } from './consumers.ts';
import { consumersOf, rounds } from './features.ts';
import { scheduleRounds } from './rounds.ts';

/** Jobs in hand get this long to end once the end is asked for; what is left then another process takes up. */
const drainMs = 2_000;
/** How often new queues are looked for: a database may be seeded, a store added. */
const lookEveryMs = 5_000;
/** How often it is made sure that rounds still come round. */
const scheduleEveryMs = 60_000;

/** Works on jobs until SIGTERM, then ends what is in hand and itself. */
export async function runJobs(config: Config): Promise<void> {
  process.title = 'crm jobs';
  const { crm, close } = openCrm(config);
  const consumers = openConsumers(config.queueUrl);
  let scheduleAt = 0;
  const look = async () => {
    consumers.ensure(await consumersOf(crm));
    if (performance.now() < scheduleAt) return;
    await scheduleRounds(crm, rounds, Date.now());
    scheduleAt = performance.now() + scheduleEveryMs;
  };
  const looking = setInterval(() => void look().catch(() => {}), lookEveryMs);
  const stop = () => {
    clearInterval(looking);
    setTimeout(() => process.exit(0), drainMs).unref();
    consumers
      .close()
      .then(close)
      .then(
        () => process.exit(0),
        () => process.exit(0),
      );
  };
  process.once('SIGTERM', stop);
  // Ctrl-C reaches the whole process group; the master passes it on.
  process.on('SIGINT', () => {});
  process.once('disconnect', () => process.exit(0));
  await look().catch((error: unknown) => log(`jobs: ${(error as Error).message}`));
}
