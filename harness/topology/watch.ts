import type Dockerode from 'dockerode';
import { HarnessError } from '../core/errors.ts';
import { type LostVm, OUT_OF_MEMORY } from '../core/evidence/events.ts';
import type { Role } from '../core/level.ts';
import { nowMs, sleep } from '../host/clock.ts';
import { engineFault, lastLogLines, RUN_LABEL } from './engine.ts';
import { lossOf } from './survival.ts';

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
  roles: readonly Role[];
  container: Dockerode.Container;
}

async function whyOf({ container }: Watched): Promise<string> {
  const facts = await container.inspect().catch((error: { statusCode?: number }) => {
    if (error.statusCode === 404) return null;
    throw error;
  });
  if (facts === null) return 'its container was removed';
  return facts.State.OOMKilled ? OUT_OF_MEMORY : `exit ${facts.State.ExitCode}`;
}

async function fault({ name, container }: Watched, why: string): Promise<HarnessError> {
  return new HarnessError('vm-died', `VM ${name} ended during the run (${why})`, {
    detail: await lastLogLines(container),
  });
}

/** Throws for a test host that does not run; in silence where it was the level itself that was taken down. */
async function throwForHost(host: Watched, paused: boolean, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const why = paused ? 'it was paused' : await inTime(whyOf(host));
  const detail = await lastLogLines(host.container);
  if (signal.aborted) return;
  throw new HarnessError(
    'load-failed',
    `test host ${host.name}, which stands for the world outside, ended (${why})`,
    { detail },
  );
}

/**
 * Watches the VMs of a run until `signal` aborts, which ends the watch in silence. A VM that is not running any more is told
 * to `onLost` where the level goes on without it (survival.ts), once, and the watch goes on; else it rejects with 'vm-died'.
 * A test host that is not running any more is a fault of the harness, never of the level: it rejects with 'load-failed'.
 * It rejects with 'engine-lost' when the engine does not answer. It asks once a second, for all VMs together: the engine's
 * own wait for a container's end stays silent for ever when the engine itself goes.
 */
export async function watchVms(
  docker: Dockerode,
  vms: readonly Watched[],
  watch: {
    runId: string;
    signal: AbortSignal;
    onLost(vm: LostVm): void;
    /** Hosts of the world outside. Left out: none. */
    testHosts?: readonly Watched[];
  },
): Promise<void> {
  const filters = { label: [`${RUN_LABEL}=${watch.runId}`] };
  const lost = new Set<string>();
  while (!watch.signal.aborted) {
    const seen = await inTime(docker.listContainers({ all: true, filters }));
    const atMs = nowMs();
    const running = new Set(seen.filter(({ State }) => State === 'running').map(({ Id }) => Id));
    const paused = new Set(seen.filter(({ State }) => State === 'paused').map(({ Id }) => Id));
    const gone = (watch.testHosts ?? []).find(({ container }) => !running.has(container.id));
    if (gone !== undefined) await throwForHost(gone, paused.has(gone.container.id), watch.signal);
    for (const vm of vms) {
      if (running.has(vm.container.id) || lost.has(vm.name) || watch.signal.aborted) continue;
      // one that stands still used nothing meanwhile, and may go on unseen: no run of a whole level
      if (paused.has(vm.container.id)) throw await fault(vm, 'it was paused');
      const why = await inTime(whyOf(vm));
      const loss = lossOf(vm, vms, lost);
      if (watch.signal.aborted) return; // it was the level itself that was taken down
      if (!loss.survives) throw await fault(vm, `${why}; ${loss.because}`);
      lost.add(vm.name);
      const { name, roles } = vm;
      watch.onLost({ atMs, kind: 'vm-lost', vm: name, roles: [...roles], why, carriedBy: loss.carriedBy });
    }
    await sleep(EVERY_MS, watch.signal).catch(() => {});
  }
}
