import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { hasImage } from './base-image.mjs';
import { run } from './child.mjs';
import { contentId, parseBuildStep } from './decide.mjs';
import { SetupError } from './failure.mjs';
import { textOf } from './host.mjs';
import { ensureNodeRuntime, runtimeId } from './node-runtime.mjs';

const IMAGE = 'capacity-vm';

/**
 * The image that these sources and this engine want: its tag names its content, so one that is there is never built
 * again. Bundles the reference CRM when its sources have changed.
 * @returns {Promise<{ tag: string, present: boolean }>}
 */
export async function planVmImage(root, arch, report) {
  const vm = join(root, 'harness', 'vm');
  const bundles = await ensureBundles(root, report);
  const tag = `${IMAGE}:${contentId([
    runtimeId(arch),
    ...bundles.map((bundle) => readFileSync(bundle)),
    ...filesUnder(vm).flatMap((file) => [relative(vm, file), readFileSync(file)]),
  ])}`;
  return { tag, present: await hasImage(tag) };
}

/** Builds the planned image from the base image and Debian's packages. Throws SetupError with the builder's last lines. */
export async function buildVmImage(root, arch, tag, report) {
  const vm = join(root, 'harness', 'vm');
  await ensureNodeRuntime(contextOf(root), arch, report);
  report('docker build');
  const result = await run('docker', ['build', '--force-rm', '--tag', tag, '.'], {
    cwd: vm,
    env: { ...process.env, BUILDKIT_PROGRESS: 'plain' },
    onLine: (line) => {
      const at = parseBuildStep(line);
      if (at) report(`step ${at.step}/${at.of}  ${at.what.replace(/\s+/g, ' ').slice(0, 70)}`);
    },
  });
  if (result.code !== 0) {
    throw new SetupError('the VM image cannot be built', {
      hint: "does the engine reach Debian's packages? `docker build harness/vm` shows all of it",
      detail: result.last,
    });
  }
}

/** Notes the image for the harness (harness/vm/.context/tag) and for compose by hand (`latest`). */
export async function noteVmImage(root, tag) {
  const file = join(contextOf(root), 'tag');
  const tagged = await run('docker', ['tag', tag, `${IMAGE}:latest`]);
  if (tagged.code !== 0)
    throw new SetupError(`${tag} cannot be tagged ${IMAGE}:latest`, { detail: tagged.last });
  if (textOf(file)?.trim() !== tag) writeFileSync(file, `${tag}\n`);
}

function contextOf(root) {
  return join(root, 'harness', 'vm', '.context');
}

/** What runs on the VMs and is ours: its source, and the one file that it is bundled into. */
const programs = [
  { entry: 'harness/reference/crm/main.ts', bundle: 'crm/server.cjs' },
  { entry: 'harness/reference/waha/main.ts', bundle: 'stand-ins/waha.cjs' },
  { entry: 'harness/reference/telephony/main.ts', bundle: 'stand-ins/telephony.cjs' },
  { entry: 'harness/reference/outside/main.ts', bundle: 'stand-ins/outside.cjs' },
];

/** Bundles the programs, unless their sources and packages are those of the bundles that are there. */
async function ensureBundles(root, report) {
  const missing = programs.find(({ entry }) => !existsSync(join(root, entry)));
  if (missing) throw new SetupError(`a program of the VMs is missing: ${missing.entry}`);
  const context = contextOf(root);
  const bundles = programs.map(({ bundle }) => join(context, bundle));
  const sources = [join(root, 'harness', 'reference'), join(root, 'scenarios', 'lib')].flatMap(filesUnder);
  const inputs = contentId([
    ...sources.flatMap((file) => [relative(root, file), readFileSync(file)]),
    readFileSync(join(root, 'package-lock.json')),
  ]);
  const stamp = join(context, 'stand-ins', 'inputs');
  if (bundles.every(existsSync) && textOf(stamp)?.trim() === inputs) return bundles;
  report('bundling what runs on the VMs');
  const { build: esbuild } = await import('esbuild');
  for (const { entry, bundle } of programs) {
    mkdirSync(dirname(join(context, bundle)), { recursive: true });
    try {
      await esbuild({
        entryPoints: [join(root, entry)],
        outfile: join(context, bundle),
        bundle: true,
        platform: 'node',
        target: 'node20',
        format: 'cjs',
        external: ['pg-native'],
        absWorkingDir: root,
        logLevel: 'silent',
      });
    } catch (error) {
      throw new SetupError(`${entry} cannot be bundled`, { detail: error.message });
    }
  }
  writeFileSync(stamp, `${inputs}\n`);
  return bundles;
}

/** Every file that shapes the image, in a fixed order: no tests, nothing generated. */
function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.(test\.ts|md)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !relative(folder, file).startsWith('.context'))
    .sort();
}
