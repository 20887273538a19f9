import { writeCsv } from '../csv/write-csv.ts';
import type { SeedProgress } from '../port.ts';
import { seedDatabase } from '../seed-database.ts';
import { isReached, type SeedingJob } from './killed-seeding.ts';

/** Entry point of a process that seeds and kills itself as kill -9 would, wherever it is told to. */
process.once('message', async (job: SeedingJob) => {
  const { dsn, folder, request, replace, killAt } = job;
  const die = () => process.kill(process.pid, 'SIGKILL');
  const dieAsTold = () => void (killAt.afterMs === undefined ? die() : setTimeout(die, killAt.afterMs));
  const onProgress = (now: SeedProgress) => {
    if (isReached(killAt, now)) dieAsTold();
  };
  if (dsn !== undefined) await seedDatabase(dsn, request, { replace, onProgress });
  if (folder !== undefined) await writeCsv(folder, request, { replace, onProgress });
  if (killAt.step === 'ended') die();
  process.disconnect();
});
