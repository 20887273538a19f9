import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './child.mjs';
import { isDebian } from './decide.mjs';
import { SetupError } from './failure.mjs';

/** What set-up needs to know about the machine that it runs on. */
export function hostFacts() {
  return {
    platform: process.platform,
    root: process.getuid?.() === 0,
    debian: isDebian(textOf('/etc/os-release') ?? ''),
  };
}

/** The text of a file; null where it cannot be read. */
export function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** True where a program is on PATH or among the administrator's programs. */
export function installed(program) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Installs Debian packages, saying so. Throws SetupError with apt's last lines. */
export async function aptInstall(packages, report) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  report(`apt-get install ${packages.join(' ')}`);
  // what an interrupted installation has left half done stops every later one
  const configure = await run('dpkg', ['--configure', '-a'], { env });
  const update = await run('apt-get', ['update', '-q'], { env });
  const install = await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], {
    env,
  });
  if (install.code !== 0) {
    throw new SetupError(`apt-get cannot install ${packages.join(' ')}`, {
      hint: 'see the lines above; install them by hand and try again',
      detail: [...[configure, update].filter(({ code }) => code !== 0), install]
        .map(({ last }) => last)
        .join('\n'),
    });
  }
}
