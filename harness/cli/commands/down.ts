import { HarnessError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import { fateOf } from '../../host/owner.ts';
import { defineCommand } from '../define-command.ts';

export default defineCommand({
  declare: (program) =>
    program
      .summary('remove everything that runs have left on this host')
      .description(
        'Removes containers, networks and volumes of `capacity up` and of runs that were killed. A run under way is not touched, ' +
          'nor are kept datasets: `capacity datasets` removes those.',
      ),
  async run(_options, _args, { output }) {
    const { connectEngine, engineFault } = await import('../../topology/engine.ts');
    const { findRuns, removeRun } = await import('../../topology/leftovers.ts');
    const { docker } = await connectEngine();
    try {
      const runs = await findRuns(docker);
      const live = runs.filter((run) => !run.kept && run.owner !== null && fateOf(run.owner) !== 'dead');
      for (const run of runs.filter((found) => !live.includes(found))) {
        await removeRun(docker, run);
        output.line(
          `removed run ${run.runId}: ${run.containers.length} containers, ${run.networks.length} networks, ${run.volumes.length} volumes`,
        );
      }
      const [first] = live;
      if (first !== undefined) {
        throw new HarnessError(
          'already-running',
          `run ${first.runId} of process ${first.owner} is under way and was left alone`,
          { hint: 'stop it with Ctrl-C in its terminal' },
        );
      }
      if (runs.length === 0) output.line('nothing to remove');
    } catch (error) {
      throw engineFault(error);
    }
    return ExitCode.holds;
  },
});
