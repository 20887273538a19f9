import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { run, temporaryFolder } from './child.mjs';
import { baseImageFallback } from './decide.mjs';
import { SetupError } from './failure.mjs';
import { aptInstall, hostFacts, installed } from './host.mjs';

const BASE_IMAGE = 'debian:bookworm-slim';

/**
 * A registry that answers is heard from at once. What follows, a layer, comes without a word (docker shows progress only on
 * a terminal), and takes what the line takes.
 */
const ANSWER_TIMEOUT_MS = 60_000;
const PULL_TIMEOUT_MS = 600_000;

/** Not the temporary folder: many hosts mount /tmp without devices or programs, and debootstrap needs both. */
const BOOTSTRAP_PARENT = '/var/tmp';

/** What the slim image leaves out too. */
const LEFT_OUT = [
  'var/cache/apt/*',
  'var/lib/apt/lists/*',
  'usr/share/doc/*',
  'usr/share/man/*',
  'usr/share/locale/*',
];

const phases = [
  ['Retrieving', 'fetching packages'],
  ['Extracting', 'unpacking packages'],
  ['Configuring', 'configuring packages'],
];

/** Makes sure that the base image is there: as it is, else pulled, else bootstrapped from Debian's packages. */
export async function ensureBaseImage(report) {
  if (await hasImage(BASE_IMAGE)) return;
  report(`docker pull ${BASE_IMAGE}`);
  const pull = await run('docker', ['pull', BASE_IMAGE], {
    firstOutputMs: ANSWER_TIMEOUT_MS,
    timeoutMs: PULL_TIMEOUT_MS,
  });
  if (pull.code === 0) return;
  const late = pull.stdout
    ? `not complete after ${PULL_TIMEOUT_MS / 1000} s`
    : `no answer within ${ANSWER_TIMEOUT_MS / 1000} s`;
  const why = pull.timedOut ? late : lastLine(pull.last).slice(0, 120);
  const way = baseImageFallback({ ...hostFacts(), hasDebootstrap: installed('debootstrap') });
  if (way === 'stop') {
    throw new SetupError(`${BASE_IMAGE} cannot be pulled: ${why}`, {
      hint: 'give the engine a registry it can reach, or `docker load` the image (on Debian as root it is bootstrapped)',
    });
  }
  report(`it cannot be pulled (${why}); bootstrapping it from Debian's packages`);
  if (way === 'install-debootstrap') await aptInstall(['debootstrap'], report);
  await bootstrap(BASE_IMAGE, report);
}

/** True where the engine has the image. */
export async function hasImage(name) {
  return (await run('docker', ['image', 'inspect', '--format', '{{.Id}}', name])).code === 0;
}

/** Builds a minimal Debian with debootstrap and imports it under `name`. */
async function bootstrap(name, report) {
  const folder = mkdtempSync(join(BOOTSTRAP_PARENT, 'capacity-base-'));
  const remove = temporaryFolder(folder, () => {
    // debootstrap mounts these while it works; a removal must never reach through them
    for (const mounted of ['proc', 'sys', 'dev/pts', 'dev'])
      spawnSync('umount', ['-l', join(folder, 'root', mounted)]);
  });
  try {
    const target = join(folder, 'root');
    const seen = new Set();
    const made = await run('debootstrap', ['--variant=minbase', 'bookworm', target], {
      onLine: (line) => {
        // it goes back and forth between phases, package by package: only the first of each is news
        const phase = phases.find(([word]) => line.startsWith(`I: ${word}`));
        if (phase && !seen.has(phase[1])) {
          seen.add(phase[1]);
          report(`debootstrap: ${phase[1]}`);
        }
      },
    });
    if (made.code !== 0) {
      throw new SetupError('debootstrap failed', {
        hint: "are Debian's packages reachable from this machine?",
        detail: made.last,
      });
    }
    report('docker import');
    const exclude = LEFT_OUT.map((pattern) => `--exclude='./${pattern}'`).join(' ');
    const imported = await run('bash', [
      '-c',
      `set -o pipefail; tar -C "$1" ${exclude} -c . | docker import --change 'CMD ["bash"]' - "$2"`,
      'bash',
      target,
      name,
    ]);
    if (imported.code !== 0) throw new SetupError('docker import failed', { detail: imported.last });
  } finally {
    remove();
  }
}

function lastLine(text) {
  return text.trim().split('\n').at(-1) ?? '';
}
