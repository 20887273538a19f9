#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// `capacity ...` from anywhere: makes sure that the node packages are there, then runs harness/main.ts with this
// project's tsx, and ends the way it ends. Commands that need an engine or the VM image see to those themselves, once
// they know that their command line is sound.

const INTERRUPTED = 2;

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
      resolve(INTERRUPTED);
    });
    child.on('exit', (code) => resolve(code ?? INTERRUPTED));
  });
}

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

let code = await run(path('setup/main.mjs'), '--until', 'packages');
if (code === 0 && stopped) code = INTERRUPTED;
if (code === 0)
  code = await run('--import', import.meta.resolve('tsx'), path('main.ts'), ...process.argv.slice(2));
process.exit(code);
