import type { Command as Program } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { ExitCode } from '../core/exit-codes.ts';
import type { CleanUp } from '../host/cleanup.ts';
import type { Environment } from '../host/environment.ts';
import type { Output } from '../host/output.ts';

/** What every command works with. */
export interface Tools {
  environment: Environment;
  output: Output;
  cleanUp: CleanUp;
  signal: AbortSignal;
}

/** A command: its flags are declared here and nowhere else; heavy imports wait until it runs. */
export interface Command {
  /** Adds arguments, options and help to its sub-command. */
  declare(program: Program): Program;
  /** Does the work with what commander parsed; resolves to the exit code. */
  run(options: Record<string, unknown>, args: string[], tools: Tools): Promise<ExitCode>;
}

/** Identity that carries the type; the file's name is the command's. */
export function defineCommand(command: Command): Command {
  return command;
}

/** Parser of a whole number within bounds, for an option. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d[\d_,]*$/.test(text) ? Number(text.replace(/[_,]/g, '')) : Number.NaN;
    if (!Number.isSafeInteger(value) || value < min || value > max) {
      throw new InvalidArgumentError(`Allowed: a whole number from ${min} to ${max}.`);
    }
    return value;
  };
}
