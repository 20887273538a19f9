#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { EXIT_FAILED } from './setup/failure.mjs';
import { requireNode } from './setup/node-version.mjs';

// `capacity ...` from anywhere: makes sure that the node packages are there, then runs harness/main.ts with this
// project's tsx, and ends the way it ends. Commands that need an engine or the VM image see to those themselves, once
// they know that their command line is sound.

// A closed pipe or terminal must not end this before what it runs has cleaned up.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

requireNode('capacity');

let child = null;
let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    stopped = true;
    child?.kill(signal);
  });
}

/** Runs node on a module of ours; resolves to its exit code. */
function run(...args) {
  return new Promise((resolve) => {
    child = spawn(process.execPath, args, { stdio: 'inherit' });
    child.on('error', (error) => {
      console.error(`capacity: ${error.message}`);
      resolve(EXIT_FAILED);
    });
    child.on('exit', (code) => resolve(code ?? EXIT_FAILED));
  });
}

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

let code = EXIT_FAILED; // whatever set-up ended with: 1 would say that a claim is refuted
try {
  if ((await run(path('setup/main.mjs'), '--until', 'packages')) === 0 && !stopped)
    code = await run('--import', import.meta.resolve('tsx'), path('main.ts'), ...process.argv.slice(2));
} catch (error) {
  console.error(`capacity: ${error.message}`);
}
process.exit(code);
