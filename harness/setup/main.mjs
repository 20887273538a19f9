import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBaseImage } from './base-image.mjs';
import { stopEverything } from './child.mjs';
import { parseArguments, steps } from './decide.mjs';
import { ensureEngine } from './engine.mjs';
import { EXIT_FAILED, EXIT_USAGE, SetupError } from './failure.mjs';
import { requireNode } from './node-version.mjs';
import { ensurePackages } from './packages.mjs';
import { step } from './progress.mjs';
import { buildVmImage, noteVmImage, planVmImage } from './vm-image.mjs';

// Brings a fresh machine to where the harness can run: packages, a Docker engine, the base image, the VM image.
// Plain Node without dependencies, because it runs before there are any. Prints nothing when nothing is to be done.

// A closed pipe or terminal must not end set-up before it has cleaned up.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

requireNode('set-up');

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const { until, problem } = parseArguments(process.argv.slice(2));
if (problem !== null) {
  console.error(`set-up: ${problem}`);
  process.exit(EXIT_USAGE);
}

// One Ctrl-C arrives more than once: from the terminal, and forwarded by what started set-up.
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, async () => {
    if (stopping) return;
    stopping = true;
    await cleanUp();
    console.error('\nset-up: stopped; the next start goes on from here');
    process.exit(EXIT_FAILED);
  });
}
process.on('uncaughtException', fail);

try {
  const reaches = (name) => steps.indexOf(until) >= steps.indexOf(name);
  await step('node packages', (report) => ensurePackages(root, report));
  if (reaches('engine')) {
    const arch = await step('Docker engine', ensureEngine);
    if (until === 'base') await step('base image', ensureBaseImage);
    if (reaches('image')) {
      const { tag, present } = await step('reference CRM', (report) => planVmImage(root, arch, report));
      if (!present) {
        await step('base image', ensureBaseImage);
        await step('VM image', (report) => buildVmImage(root, arch, tag, report));
      }
      await noteVmImage(root, tag);
    }
  }
} catch (error) {
  await fail(error);
}

/** Never exit code 1, which Node itself would choose: it says that a claim is refuted. */
async function fail(error) {
  if (stopping) return;
  stopping = true;
  await cleanUp();
  const { detail, hint, exitCode = EXIT_FAILED } = error instanceof SetupError ? error : {};
  if (detail) console.error(detail);
  console.error(`set-up: ${error?.message ?? error}`);
  if (hint) console.error(`        ${hint}`);
  process.exit(exitCode);
}

async function cleanUp() {
  try {
    await stopEverything();
  } catch (error) {
    console.error(`set-up: not everything is cleaned up: ${error.message}`);
  }
}
