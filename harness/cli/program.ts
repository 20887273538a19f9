import { CommanderError, Command as Program } from 'commander';
import { HarnessError } from '../core/errors.ts';
import { ExitCode } from '../core/exit-codes.ts';
import { harnessVersion } from '../host/environment.ts';
import type { Discovered } from '../host/files.ts';
import type { Command, Tools } from './define-command.ts';

const ABOUT =
  "Puts the claims of a capacity planning document to the test: starts a level's VMs as containers, seeds customers, " +
  'lets users work, and says of each claim whether it is verified, refuted or still open, and why.\n\n' +
  'Start here:  capacity doctor            what this machine can do\n' +
  '             capacity verify --level 1  about two minutes to a first verdict';

function isCommand(found: Discovered): found is { id: string; value: Command } {
  return typeof (found.value as Command | undefined)?.run === 'function';
}

/** One clear line for a command line that is wrong, with what would be right. */
function explain(error: CommanderError, program: Program): string {
  const line = error.message
    .replace(/^error: /, '')
    .replace(/\n/g, ' ')
    .trim();
  const sub = program.commands.find((command) => command.name() === program.args[0]);
  if (error.code === 'commander.unknownOption') {
    const known = (sub ?? program).options.map((option) => option.long ?? option.short).filter(Boolean);
    return `${line}. Allowed: ${[...known, '--help'].join(', ')}`;
  }
  if (error.code === 'commander.unknownCommand') {
    return `${line}. Allowed: ${program.commands.map((command) => command.name()).join(', ')}`;
  }
  return line;
}

function build(commands: Discovered[], tools: Tools): { program: Program; exit: { code: ExitCode } } {
  const exit = { code: ExitCode.holds as ExitCode };
  const quiet = { writeErr: () => {}, outputError: () => {} };
  const program = new Program('capacity')
    .description(ABOUT)
    .version(harnessVersion(), '-V, --version', 'version of the harness')
    .exitOverride()
    .configureOutput(quiet)
    .showSuggestionAfterError();
  for (const { id, value } of commands.filter(isCommand)) {
    const sub = value.declare(program.command(id)).exitOverride().configureOutput(quiet);
    sub.action(async () => {
      exit.code = await value.run(sub.opts(), sub.args, tools);
    });
  }
  return { program, exit };
}

function printFault(error: HarnessError): void {
  process.stderr.write(`capacity: ${error.message}\n`);
  if (error.detail !== null) process.stderr.write(`${error.detail.replace(/^/gm, '  | ')}\n`);
  if (error.hint !== null) process.stderr.write(`  -> ${error.hint}\n`);
}

/** Runs the command that `args` name and returns the exit code. Whatever was started is undone before it returns. */
export async function runProgram(commands: Discovered[], args: string[], tools: Tools): Promise<ExitCode> {
  const { program, exit } = build(commands, tools);
  try {
    if (args.length === 0) {
      program.outputHelp();
      return ExitCode.usage;
    }
    await program.parseAsync(args, { from: 'user' });
    return exit.code;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return ExitCode.holds;
      process.stderr.write(`capacity: ${explain(error, program)}\n`);
      return ExitCode.usage;
    }
    if (error instanceof HarnessError) {
      printFault(error);
      return error.exitCode;
    }
    process.stderr.write(
      `capacity: a fault of the harness itself, please report it\n${(error as Error).stack ?? error}\n`,
    );
    return ExitCode.harnessFailed;
  } finally {
    for (const left of await tools.cleanUp.run()) process.stderr.write(`capacity: not cleaned up: ${left}\n`);
  }
}
