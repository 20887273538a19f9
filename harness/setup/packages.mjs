import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './child.mjs';
import { contentId, packagesAction } from './decide.mjs';
import { SetupError } from './failure.mjs';
import { textOf } from './host.mjs';

/** Brings node_modules in line with package-lock.json. Throws SetupError with npm's last lines. */
export async function ensurePackages(root, report) {
  const modules = join(root, 'node_modules');
  const stampFile = join(modules, '.capacity-lock-hash');
  const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const action = packagesAction({
    lockText,
    stamp: textOf(stampFile)?.trim() ?? null,
    installedText: textOf(join(modules, '.package-lock.json')),
  });
  if (action === 'nothing') return;
  if (action === 'install') {
    report('npm ci');
    const result = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root });
    if (result.code !== 0) {
      throw new SetupError('npm ci failed', {
        hint: 'is a package registry reachable? `npm ci` by hand shows more',
        detail: result.last,
      });
    }
  }
  writeFileSync(stampFile, `${contentId([lockText])}\n`);
}
