import { ExitCode } from '../../core/exit-codes.ts';
import { newRunId } from '../../host/identity.ts';
import { datasetChoice, datasetOptions } from '../dataset-options.ts';
import { defineCommand } from '../define-command.ts';
import {
  customersOption,
  datasetCacheOption,
  levelOption,
  loadOf,
  seedOption,
  setUpLevel,
} from '../level-options.ts';

export default defineCommand({
  declare: (program) =>
    datasetCacheOption(datasetOptions(seedOption(customersOption(levelOption(program), 'level'))))
      .summary('start a level and leave it running, to look inside')
      .description(
        "Starts a level's VMs on the ports of the level file, seeds them, and prints where each service answers.\n`capacity down` removes it all.",
      )
      .option('--no-seed-data', 'leave the database empty')
      .option('--no-outside', 'without the test host that stands for the world outside the CRM'),
  async run(options, _args, tools) {
    const level = await setUpLevel(options, tools.signal);
    const { connectEngine } = await import('../../topology/engine.ts');
    const { findImages } = await import('../../topology/images.ts');
    const { startLevel } = await import('../../topology/start-level.ts');
    const { clearHost } = await import('../../run/verify.ts');
    const { assertRoomFor } = await import('../../run/room.ts');
    const { defaultRunsFolder } = await import('../../run/run-folder.ts');
    const { startLine } = await import('../../run/load-line.ts');
    const { staffOf } = await import('../../run/seed-request.ts');
    const { prepareData } = await import('../../run/datasets/level-data.ts');
    const { untilAborted } = await import('../../host/interrupt.ts');
    const { conformanceLine, conformanceOf, ownImageLines } = await import('../../run/conformance.ts');
    const { loadCatalogue } = await import('../../run/catalogue.ts');
    const { addressLines } = await import('../addresses.ts');
    const { takeRunLock } = await import('../../host/run-lock.ts');
    const runId = newRunId(options.level as number, 'up');
    tools.cleanUp.add('run lock', takeRunLock(runId));
    const engine = await connectEngine();
    await clearHost(engine, tools.output);
    const withTestHosts = options.outside !== false;
    await findImages(engine, withTestHosts ? level : { vms: level.vms });
    const of = await loadOf(options, level);
    const request = {
      runId,
      level,
      keep: true,
      cache: options.datasetCache !== false,
      spec: {
        ...of,
        dataset: await datasetChoice(options, { ...of, staffOf: (shares) => staffOf(of.users, shares) }),
      },
    };
    await assertRoomFor(engine, {
      ...{ level, withTestHosts, cache: request.cache, runs: defaultRunsFolder },
      data: request.spec,
    });
    const data = options.seedData === false ? null : await prepareData(request, { ...tools, engine });
    const step = tools.output.step(`level ${options.level} up`);
    const starting = startLevel(engine, level, {
      runId,
      keep: true,
      environment: {},
      volume: data?.volume,
      withTestHosts,
      onReady: (progress) => step.update(startLine(progress), progress.ready / progress.of),
      cleanUp: tools.cleanUp,
    });
    const started = await untilAborted(tools.signal, starting).catch((error) => {
      step.fail();
      throw error;
    });
    step.done();
    if (data !== null) await untilAborted(tools.signal, data.settle(started));
    for (const line of addressLines(started)) tools.output.line(line);
    const readings = await started.readLimits('before');
    const conformance = conformanceOf(started.topology, readings, loadCatalogue());
    for (const line of ownImageLines(conformance)) tools.output.line(line);
    tools.output.line(conformanceLine(conformance));
    await started.stop(); // a kept level: only lets go of it
    return ExitCode.holds;
  },
});
