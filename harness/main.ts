import { join } from 'node:path';
import { runProgram } from './cli/program.ts';
import { createCleanUp } from './host/cleanup.ts';
import { projectRoot, readEnvironment } from './host/environment.ts';
import { discover } from './host/files.ts';
import { abortOnSignals, surviveFaults } from './host/interrupt.ts';
import { createOutput } from './host/output.ts';

const environment = readEnvironment();
const output = createOutput(environment);
const cleanUp = createCleanUp();
surviveFaults(() => cleanUp.run());
const { signal } = abortOnSignals();
const commands = await discover(join(projectRoot, 'harness', 'cli', 'commands'));

const code = await runProgram(commands, process.argv.slice(2), { environment, output, cleanUp, signal });
process.exit(code);
