import { ExitCode } from '../../core/exit-codes.ts';
import { describeMachine } from '../../host/machine.ts';
import { defineCommand } from '../define-command.ts';
import { levelOption, readLevel } from '../level-options.ts';

export default defineCommand({
  declare: (program) =>
    levelOption(program)
      .summary('show every setting that follows from the size of a VM, and why')
      .description(
        'Shows what each VM of a level is set to at the size that the document gives it and at the size that it gets on this machine, with the\n' +
          'reason of each rule. The rules are those of harness/vm/sizing.sh, run as in a VM; nothing is started, and no container engine is needed.\n' +
          'An engine with less than the whole machine gives less: `capacity doctor` asks it.',
      )
      .option('--json', 'print JSON'),
  async run(options, _args, { output, environment }) {
    const level = readLevel(options);
    const { settingsOf } = await import('../../topology/settings-table.ts');
    const { settingsLines } = await import('../settings-lines.ts');
    const { cores, memoryBytes } = describeMachine();
    const sized = settingsOf(level.spec.vms, { vCpu: cores, memoryBytes });
    if (options.json === true) output.line(JSON.stringify(sized, null, 2));
    else
      for (const [at, vms] of sized.entries()) {
        if (at > 0) output.line();
        for (const line of settingsLines(vms, environment.interactive ? environment.columns : null))
          output.line(line);
      }
    return ExitCode.holds;
  },
});
