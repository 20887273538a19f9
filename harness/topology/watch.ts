import type Dockerode from 'dockerode';
import { HarnessError } from '../core/errors.ts';
import { sleep } from '../host/clock.ts';
import { engineFault, lastLogLines, RUN_LABEL } from './engine.ts';

const EVERY_MS = 1000;
/** An engine that takes longer to list a few containers has stopped working. */
const ANSWER_MS = 10_000;

/** The engine's answer, or 'engine-lost' where none comes in time. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  const limit = new AbortController();
  const silence = sleep(ANSWER_MS, limit.signal).then(() => {
    throw new HarnessError('engine-lost', `the container engine has not answered for ${ANSWER_MS / 1000} s`, {
      hint: 'see its log, start it again, then `capacity down` removes what is left',
    });
  });
  silence.catch(() => {}); // cancelled below, or seen by the race
  try {
    return await Promise.race([answer, silence]);
  } catch (error) {
    throw engineFault(error);
  } finally {
    limit.abort();
  }
}

export interface Watched {
  name: string;
  container: Dockerode.Container;
}

async function fault({ name, container }: Watched): Promise<HarnessError> {
  const facts = await container.inspect().catch(() => null);
  const why =
    facts === null
      ? 'its container was removed'
      : facts.State.OOMKilled
        ? 'it ran out of memory'
        : `exit ${facts.State.ExitCode}`;
  return new HarnessError('vm-died', `VM ${name} ended during the run (${why})`, {
    detail: await lastLogLines(container),
  });
}

/**
 * Watches the VMs of a run until `signal` aborts, which ends the watch in silence. Rejects with 'vm-died' when one is
 * not running any more, and with 'engine-lost' when the engine does not answer. It asks once a second, for all VMs
 * together: the engine's own wait for a container's end stays silent for ever when the engine itself goes.
 */
export async function watchVms(
  docker: Dockerode,
  vms: readonly Watched[],
  watch: { runId: string; signal: AbortSignal },
): Promise<void> {
  const filters = { label: [`${RUN_LABEL}=${watch.runId}`] };
  while (!watch.signal.aborted) {
    const seen = await inTime(docker.listContainers({ all: true, filters }));
    const running = new Set(seen.filter(({ State }) => State === 'running').map(({ Id }) => Id));
    const gone = vms.find(({ container }) => !running.has(container.id));
    if (gone !== undefined && !watch.signal.aborted) throw await fault(gone);
    await sleep(EVERY_MS, watch.signal).catch(() => {});
  }
}
