import { createHash } from 'node:crypto';

/** The steps of set-up in their order; each needs the ones before it. */
export const steps = ['packages', 'engine', 'base', 'image'];

/**
 * @param {string[]} args
 * @returns {{ until: string, problem: null } | { until: null, problem: string }}
 */
export function parseArguments(args) {
  const [flag, value, ...rest] = args.flatMap((arg) => (arg.startsWith('--until=') ? arg.split('=') : [arg]));
  if (flag === undefined) return { until: 'image', problem: null };
  if (flag !== '--until') return { until: null, problem: `unknown argument '${flag}'; known: --until` };
  if (!steps.includes(value ?? ''))
    return { until: null, problem: `--until takes one of ${steps.join(', ')}, not '${value ?? ''}'` };
  if (rest.length > 0) return { until: null, problem: `unknown argument '${rest[0]}'; known: --until` };
  return { until: value, problem: null };
}

/**
 * What is wrong with this Node, in one line; null where nothing is.
 * @param {string} version such as 20.19.0
 * @param {string} engines package.json's range, such as >=20.19
 */
export function nodeProblem(version, engines) {
  const wanted = engines.replace(/^>=\s*/, '');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return null;
  return `Node ${wanted} or later is needed, this is ${version}; Debian and Ubuntu package older ones: see nodejs.org`;
}

/** A short name for content: the first 12 hex digits of its SHA-256. Each part counts with its length. */
export function contentId(parts) {
  const hash = createHash('sha256');
  for (const part of parts) {
    const bytes = Buffer.from(part);
    hash.update(`${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex').slice(0, 12);
}

/**
 * What to do about node_modules. `stamp` is what set-up wrote after its own installation; without one, what npm
 * itself noted in node_modules is held against the lock file, so that an `npm ci` by hand is not repeated.
 * @param {{ lockText: string, stamp: string | null, installedText: string | null }} facts
 * @returns {'nothing' | 'stamp' | 'install'}
 */
export function packagesAction({ lockText, stamp, installedText }) {
  if (installedText === null) return 'install';
  if (stamp !== null) return stamp === contentId([lockText]) ? 'nothing' : 'install';
  try {
    const wanted = JSON.parse(lockText).packages;
    const installed = JSON.parse(installedText).packages;
    const missing = Object.entries(wanted).some(
      ([path, entry]) => path !== '' && !entry.optional && installed[path]?.version !== entry.version,
    );
    return missing ? 'install' : 'stamp';
  } catch {
    return 'install';
  }
}

/**
 * What to do when no Docker engine answers.
 * @param {{ platform: string, root: boolean, debian: boolean, elsewhere: string | null, missing: string[], refused: boolean }} facts
 *   `elsewhere`: DOCKER_HOST or the docker context where one is set. `refused`: the socket is there, the user may not use it.
 *   `missing`: Debian packages that are not installed.
 * @returns {{ action: 'install' | 'start' } | { action: 'stop', problem: string, hint: string }}
 */
export function engineAction(facts) {
  const stop = (problem, hint) => ({ action: 'stop', problem, hint });
  if (facts.elsewhere !== null) {
    return stop(
      `no Docker engine answers at ${facts.elsewhere}`,
      'start that engine, or unset DOCKER_HOST / use the default docker context',
    );
  }
  if (facts.refused) {
    return stop(
      'a Docker engine runs, but this user may not use it',
      'add the user to the group `docker` and log in again, or run as root',
    );
  }
  if (facts.platform === 'darwin' || facts.platform === 'win32') {
    return stop('no Docker engine answers', 'install Docker Desktop, start it, and try again');
  }
  if (facts.platform !== 'linux')
    return stop('no Docker engine answers', 'install a Docker engine and start it');
  if (!facts.root) {
    return stop(
      'no Docker engine answers',
      facts.missing.length > 0
        ? 'install one (on Debian or Ubuntu: sudo apt-get install docker.io) and start it, or run set-up as root'
        : 'start it (sudo systemctl start docker), or run set-up as root',
    );
  }
  if (facts.missing.length === 0) return { action: 'start' };
  if (facts.debian) return { action: 'install' };
  return stop(
    'no Docker engine is installed',
    "install Docker from this distribution's packages and start it",
  );
}

/** True for Debian and what descends from it, by the text of /etc/os-release. */
export function isDebian(osRelease) {
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(osRelease);
}

/**
 * How to get the base image once pulling has failed.
 * @param {{ platform: string, root: boolean, debian: boolean, hasDebootstrap: boolean }} facts
 * @returns {'debootstrap' | 'install-debootstrap' | 'stop'}
 */
export function baseImageFallback(facts) {
  if (facts.platform !== 'linux' || !facts.root) return 'stop';
  if (facts.hasDebootstrap) return 'debootstrap';
  return facts.debian ? 'install-debootstrap' : 'stop';
}

/**
 * The step that a line of `docker build` announces, of the classic builder or of BuildKit; null for any other line.
 * @returns {{ step: number, of: number, what: string } | null}
 */
export function parseBuildStep(line) {
  const match =
    /^Step (\d+)\/(\d+) : (.*)$/.exec(line) ?? /^#\d+ \[(?:\S+ )?\s*(\d+)\/(\d+)\] (.*)$/.exec(line);
  return match ? { step: Number(match[1]), of: Number(match[2]), what: (match[3] ?? '').trim() } : null;
}

/**
 * Whether a line of /proc/<pid>/stat (null where there is no such process) is that of a dockerd that is not dead. A zombie
 * still answers to `kill -0`, and a number may have been given to another program since.
 */
export function isLiveDockerd(statLine) {
  const match = /^\d+ \((.*)\) (\S)/.exec(statLine ?? '');
  return match !== null && match[1] === 'dockerd' && !'ZXx'.includes(match[2]);
}
