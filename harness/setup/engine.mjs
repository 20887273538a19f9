import { closeSync, existsSync, openSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run, startDetached } from './child.mjs';
import { engineAction, isLiveDockerd } from './decide.mjs';
import { SetupError } from './failure.mjs';
import { aptInstall, hostFacts, installed, textOf } from './host.mjs';

const ASK_TIMEOUT_MS = 20_000;
const START_TIMEOUT_MS = 60_000;
const POLL_MS = 250;

/**
 * Makes sure that a Docker engine answers and returns the architecture it runs on (amd64, arm64).
 * Installs and starts one where that is safe to do: on Debian or Ubuntu, as root, when no other engine is configured.
 */
export async function ensureEngine(report) {
  const first = await ask();
  if (first.arch) return first.arch;
  const host = hostFacts();
  const next = engineAction({
    ...host,
    elsewhere: configuredElsewhere(),
    missing: missingPackages(),
    refused: /permission denied/i.test(first.why),
  });
  if (next.action === 'stop')
    throw new SetupError(next.problem, { hint: next.hint, detail: first.why.trim() });
  if (next.action === 'install') {
    await aptInstall(missingPackages(), report);
    // newer Debian and Ubuntu have the client in a package of its own
    if (!installed('docker')) await aptInstall(['docker-cli'], report);
  }
  return start(report);
}

async function ask() {
  const result = await run('docker', ['version', '--format', '{{.Server.Arch}}'], {
    timeoutMs: ASK_TIMEOUT_MS,
  });
  const arch = result.stdout.trim();
  return { arch: result.code === 0 && arch ? arch : null, why: result.stderr };
}

function missingPackages() {
  return [
    ...(installed('dockerd') ? [] : ['docker.io']),
    ...(installed('docker') || !installed('dockerd') ? [] : ['docker-cli']),
    ...(installed('iptables') ? [] : ['iptables']),
  ];
}

/** DOCKER_HOST or a docker context other than the default, which set-up must not work around. */
function configuredElsewhere() {
  if (process.env.DOCKER_HOST) return `DOCKER_HOST=${process.env.DOCKER_HOST}`;
  const config = join(process.env.DOCKER_CONFIG ?? join(homedir(), '.docker'), 'config.json');
  const context = process.env.DOCKER_CONTEXT ?? currentContext(textOf(config));
  return context && context !== 'default' ? `docker context '${context}'` : null;
}

function currentContext(configText) {
  try {
    return JSON.parse(configText ?? '{}').currentContext ?? null;
  } catch {
    return null;
  }
}

async function start(report) {
  if (existsSync('/run/systemd/system')) {
    report('systemctl start docker');
    const result = await run('systemctl', ['start', 'docker']);
    if (result.code === 0) return waitUntilItAnswers(() => null, 'journalctl -u docker');
  }
  if (dockerdRuns()) {
    report('waiting for dockerd, which is starting');
    return waitUntilItAnswers(() => null, 'its log');
  }
  removeStalePidFile(report);
  const log = join(tmpdir(), 'capacity-dockerd.log');
  report(`starting dockerd, its log in ${log}`);
  const output = openSync(log, 'w');
  const daemon = startDetached('dockerd', [], output);
  closeSync(output);
  return waitUntilItAnswers(daemon.exited, log);
}

const PID_FILE = '/var/run/docker.pid';

/** True where the process in dockerd's pid file is a dockerd that lives. */
function dockerdRuns() {
  const pid = Number(textOf(PID_FILE) ?? Number.NaN);
  return Number.isInteger(pid) && isLiveDockerd(textOf(`/proc/${pid}/stat`));
}

/** A dockerd that was killed leaves its pid file; while its process is not reaped, or its number used again, the next refuses to start. */
function removeStalePidFile(report) {
  if (textOf(PID_FILE) === null) return;
  report(`removing ${PID_FILE}, which a dockerd that is gone has left`);
  rmSync(PID_FILE, { force: true });
}

async function waitUntilItAnswers(exited, log) {
  const until = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < until && exited() === null) {
    const { arch } = await ask();
    if (arch) return arch;
    await sleep(POLL_MS);
  }
  const lines = (textOf(log) ?? '').trimEnd().split('\n').slice(-15).join('\n');
  throw new SetupError(`dockerd did not start${exited() ? ` (${exited()})` : ''}`, {
    hint: `see ${log}; a machine that is itself a container may not be allowed to run one`,
    detail: lines,
  });
}
