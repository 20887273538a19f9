#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// `capacity ...` from anywhere: runs harness/main.ts with this project's tsx, and ends the way it ends.

const INTERRUPTED = 2;
const NOT_SET_UP = 2;

let tsx;
try {
  tsx = import.meta.resolve('tsx');
} catch {
  console.error('capacity: node_modules are missing; run `npm run setup` in the project first');
  process.exit(NOT_SET_UP);
}

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const child = spawn(process.execPath, ['--import', tsx, main, ...process.argv.slice(2)], {
  stdio: 'inherit',
});

// Ctrl-C on a terminal reaches the child by itself; everything else is passed on.
const onTerminal = process.stdin.isTTY || process.stdout.isTTY;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !onTerminal) child.kill(signal);
  });
}

child.on('error', (error) => {
  console.error(`capacity: ${error.message}`);
  process.exit(NOT_SET_UP);
});
child.on('exit', (code) => process.exit(code ?? INTERRUPTED));
