import { ExitCode } from '../../core/exit-codes.ts';
import { formatBytes } from '../../core/units.ts';
import { describeMachine } from '../../host/machine.ts';
import { defineCommand } from '../define-command.ts';
import { customersOption, levelOption, loadOf, readLevel } from '../level-options.ts';

export default defineCommand({
  declare: (program) =>
    customersOption(levelOption(program), 'level')
      .summary('say whether this machine can do a run, and what it would mean')
      .description('Looks at the container engine, the VM image, CPU, memory and disk; starts nothing.'),
  async run(options, _args, { output }) {
    const level = readLevel(options);
    const { checkUp } = await import('../../run/check-up.ts');
    const machine = describeMachine();
    output.line(
      `machine  ${machine.cpuModel}, ${machine.cores} cores, ${formatBytes(machine.memoryBytes)}, ${machine.kernel}, Node ${process.version}`,
    );
    const findings = await checkUp(level, await loadOf(options, level));
    for (const finding of findings)
      output.line(`${finding.ok ? 'ok     ' : finding.fatal ? 'FAULT  ' : 'note   '}  ${finding.says}`);
    return findings.some((finding) => finding.fatal && !finding.ok) ? ExitCode.harnessFailed : ExitCode.holds;
  },
});
