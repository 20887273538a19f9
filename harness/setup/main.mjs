import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBaseImage } from './base-image.mjs';
import { stopEverything } from './child.mjs';
import { parseArguments, steps } from './decide.mjs';
import { ensureEngine } from './engine.mjs';
import { EXIT_FAILED, EXIT_USAGE, SetupError } from './failure.mjs';
import { ensurePackages } from './packages.mjs';
import { step } from './progress.mjs';
import { buildVmImage, noteVmImage, planVmImage } from './vm-image.mjs';

// Brings a fresh machine to where the harness can run: packages, a Docker engine, the base image, the VM image.
// Plain Node without dependencies, because it runs before there are any. Prints nothing when nothing is to be done.

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const { until, problem } = parseArguments(process.argv.slice(2));
if (problem !== null) {
  console.error(`set-up: ${problem}`);
  process.exit(EXIT_USAGE);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, async () => {
    await stopEverything();
    console.error('\nset-up: stopped; the next start goes on from here');
    process.exit(EXIT_FAILED);
  });
}

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
  await stopEverything();
  if (!(error instanceof SetupError)) throw error;
  if (error.detail) console.error(error.detail);
  console.error(`set-up: ${error.message}`);
  if (error.hint) console.error(`        ${error.hint}`);
  process.exit(error.exitCode);
}
