import { ExitCode } from '../../core/exit-codes.ts';
import { newRunId } from '../../host/identity.ts';
import { defineCommand } from '../define-command.ts';
import { customersOption, defaults, levelOption, seedOption, setUpLevel } from '../level-options.ts';

export default defineCommand({
  declare: (program) =>
    seedOption(customersOption(levelOption(program)))
      .summary('start a level and leave it running, to look inside')
      .description(
        "Starts a level's VMs on the ports of the level file, seeds them, and prints where each service answers.\n`capacity down` removes it all.",
      )
      .option('--no-seed-data', 'leave the database empty'),
  async run(options, _args, tools) {
    const level = await setUpLevel(options, tools.signal);
    const { connectEngine } = await import('../../topology/engine.ts');
    const { startLevel } = await import('../../topology/start-level.ts');
    const { clearHost } = await import('../../run/verify.ts');
    const { seedLevel } = await import('../../run/gather.ts');
    const { untilAborted } = await import('../../host/interrupt.ts');
    const { addressLines } = await import('../addresses.ts');
    const { takeRunLock } = await import('../../host/run-lock.ts');
    const runId = newRunId(options.level as number, 'up');
    tools.cleanUp.add('run lock', takeRunLock(runId));
    const engine = await connectEngine();
    await clearHost(engine, tools.output);
    const step = tools.output.step(`level ${options.level} up`);
    const starting = startLevel(engine, level, {
      runId,
      keep: true,
      environment: {},
      cleanUp: tools.cleanUp,
    });
    const started = await untilAborted(tools.signal, starting).catch((error) => {
      step.fail();
      throw error;
    });
    step.done();
    if (options.seedData !== false) {
      const spec = {
        customers: options.customers as number,
        seed: options.seed as number,
        users: defaults.users,
      };
      await untilAborted(tools.signal, seedLevel(started, spec, tools.output));
    }
    for (const line of addressLines(started)) tools.output.line(line);
    await started.stop(); // a kept level: only lets go of it
    return ExitCode.holds;
  },
});
