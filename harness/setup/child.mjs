import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const LAST_LINES = 30;
const STOP_GRACE_MS = 4000;

/** Process groups that run now, and folders to remove whatever happens. */
const running = new Set();
const folders = new Set();
let stopped = false;

/**
 * Runs a program to its end and never throws because of how it ended. `code` is 127 where it is not installed.
 * `last` holds its last lines of output, both streams in order of arrival. `timedOut`: it took longer than `timeoutMs`, or
 * had nothing on stdout after `firstOutputMs`.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, firstOutputMs?: number, onLine?: (line: string) => void }} [options]
 * @returns {Promise<{ code: number, stdout: string, stderr: string, last: string, timedOut: boolean }>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    if (stopped) return; // nothing is started any more
    // a group of its own, so that stopping it also stops what it started
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32',
    });
    running.add(child);
    const text = { stdout: '', stderr: '' };
    const last = [];
    let timedOut = false;
    const endAfter = (ms) =>
      ms &&
      setTimeout(() => {
        timedOut = true;
        stop(child, 'SIGTERM');
      }, ms);
    const timer = endAfter(options.timeoutMs);
    const silence = endAfter(options.firstOutputMs);
    child.stdout.once('data', () => clearTimeout(silence));
    const take = (stream) => {
      let rest = '';
      const line = (whole) => {
        if (last.push(whole) > LAST_LINES) last.shift();
        options.onLine?.(whole);
      };
      child[stream].setEncoding('utf8').on('data', (chunk) => {
        text[stream] += chunk;
        const lines = (rest + chunk).split(/\r?\n|\r/);
        rest = lines.pop() ?? '';
        for (const whole of lines) if (whole.trim()) line(whole);
      });
      child[stream].on('end', () => rest.trim() && line(rest));
    };
    take('stdout');
    take('stderr');
    const end = (code, why) => {
      clearTimeout(timer);
      clearTimeout(silence);
      running.delete(child);
      if (stopped) return; // the interrupt ends the process; nothing goes on from here
      resolve({ code, ...text, stderr: text.stderr + why, last: last.join('\n') + why, timedOut });
    };
    child.on('error', (error) => {
      if (error.code === 'ENOENT') end(127, `${command} is not installed`);
      else reject(error);
    });
    child.on('close', (code, signal) => end(code ?? 128, signal ? `\n(ended by ${signal})` : ''));
  });
}

/** Starts a program that outlives set-up, its output in an open file. */
export function startDetached(command, args, outputFd) {
  const child = spawn(command, args, { detached: true, stdio: ['ignore', outputFd, outputFd] });
  let exited = null;
  child.on('error', (error) => (exited = error.message));
  child.on('exit', (code, signal) => (exited = `exit ${code ?? signal}`));
  child.unref();
  return { exited: () => exited };
}

/** Registers a temporary folder that must not be left behind. Returns what removes it. */
export function temporaryFolder(path, beforeRemoval = () => {}) {
  const entry = { path, beforeRemoval };
  folders.add(entry);
  return () => removeFolder(entry);
}

/** Ends every program that runs, then removes every temporary folder: for interrupts and faults. */
export async function stopEverything() {
  stopped = true;
  for (const child of running) stop(child, 'SIGTERM');
  const until = performance.now() + STOP_GRACE_MS;
  while (running.size > 0 && performance.now() < until) await sleep(50);
  for (const child of running) stop(child, 'SIGKILL');
  for (const entry of [...folders]) removeFolder(entry);
}

function removeFolder(entry) {
  folders.delete(entry);
  entry.beforeRemoval();
  rmSync(entry.path, { recursive: true, force: true, maxRetries: 3 });
}

function stop(child, signal) {
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // it has ended already
  }
}
