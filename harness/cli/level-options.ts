import { join } from 'node:path';
import { Option, type Command as Program } from 'commander';
import { HarnessError, messageOf } from '../core/errors.ts';
import { levelVariables, projectRoot, userPath } from '../host/environment.ts';
import { readText } from '../host/files.ts';
import { setUp } from '../host/set-up.ts';
import { type LevelDefinition, parseLevelFile } from '../topology/level-file.ts';
import { countOf } from './dataset-options.ts';
import { wholeNumber } from './define-command.ts';

const defaults = { level: 1, customers: 10_000, seed: 916 } as const;

/** Most users and customers that a run may have: bounds on what a slip of the keyboard can start. */
export const limits = { users: 5000, customers: 1_000_000, seed: 2 ** 31 - 1 } as const;

export function levelOption(program: Program): Program {
  return program
    .addOption(
      new Option('-l, --level <n>', 'level of the document, 1 to 5')
        .argParser(wholeNumber(1, 5))
        .default(defaults.level),
    )
    .option('--levels-file <file>', 'another description of the levels than docker-compose.levels.yml');
}

/** Customers to seed; for a level, those that it claims to carry unless the option says otherwise (see `loadOf`). */
export function customersOption(program: Program, of: 'level' | 'database'): Program {
  const option = new Option(
    '-c, --customers <n>',
    `customers to seed, over three tenants: 1K, 10K, 20K, 50K, 100K or any number${of === 'level' ? ' (default: what the level claims)' : ''}`,
  ).argParser(countOf(100, limits.customers));
  return program.addOption(of === 'level' ? option : option.default(defaults.customers));
}

/** Users and customers that the options name, else those that the level claims to carry at its upper end. */
export async function loadOf(
  options: Record<string, unknown>,
  level: LevelDefinition,
): Promise<{ users: number; customers: number; seed: number }> {
  const { claimedLoad, loadCatalogue } = await import('../run/catalogue.ts');
  const claimed = claimedLoad(loadCatalogue(), level.spec.level);
  return {
    users: (options.users as number | undefined) ?? claimed.users,
    customers: (options.customers as number | undefined) ?? claimed.customers,
    seed: options.seed as number,
  };
}

export function seedOption(program: Program): Program {
  return program.addOption(
    new Option('-s, --seed <n>', 'one number that fixes data and traffic')
      .argParser(wholeNumber(0, limits.seed))
      .default(defaults.seed),
  );
}

/** Declares the way past kept datasets; `datasetCache` is false where it is taken. */
export function datasetCacheOption(program: Program): Program {
  return program.option(
    '--no-dataset-cache',
    'seed the level itself instead of copying a dataset that earlier runs made',
  );
}

/**
 * The level that the options name, with the engine and the image that it needs. A wrong command line shows before anything
 * is set up; the level is read again afterwards, for its image may have been built meanwhile.
 */
export async function setUpLevel(
  options: Record<string, unknown>,
  signal: AbortSignal,
): Promise<LevelDefinition> {
  readLevel(options);
  await setUp(signal);
  return readLevel(options);
}

/** The level that the options name. Throws HarnessError 'usage' or 'bad-level-file'. */
export function readLevel(options: Record<string, unknown>): LevelDefinition {
  const custom = options.levelsFile as string | undefined;
  const path = custom === undefined ? join(projectRoot, 'docker-compose.levels.yml') : userPath(custom);
  let text: string;
  try {
    text = readText(path);
  } catch (cause) {
    throw new HarnessError('usage', `${custom} cannot be read: ${messageOf(cause)}`, {
      hint: 'give a compose file like docker-compose.levels.yml',
      cause,
    });
  }
  return parseLevelFile(text, options.level as number, {
    source: custom === undefined ? 'document' : 'custom',
    variables: levelVariables(),
  });
}
