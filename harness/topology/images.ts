import { getContainerRuntimeClient, ImageName } from 'testcontainers';
import { HarnessError, messageOf } from '../core/errors.ts';
import { type ImageOwner, ownerOf } from '../core/image.ts';
import type { Role } from '../core/level.ts';
import { type Engine, engineFault } from './engine.ts';
import type { LevelDefinition, VmDefinition } from './level-file.ts';

/** What is known of an image before a container of it starts. */
export interface ImageFacts {
  image: string;
  owner: ImageOwner;
  /** It does not begin as the VM image does: it tells no settings and is ready when its port answers. */
  foreign: boolean;
}

/** What the VM image and every image built FROM it begin with. */
const ENTRYPOINT = '/opt/vm/entrypoint';
/** What a foreign image may stand for: services that the CRM knows by their HTTP alone. Exporters it has none, and needs none. */
const mayBeForeign: ReadonlySet<Role> = new Set(['waha', 'telephony', 'exporters']);

/**
 * Every image of a level, by name. One of the user's that is not there is pulled. Throws HarnessError 'no-image' for one that
 * cannot be had, 'usage' for a foreign image on a VM that needs the VM image's own services.
 */
export async function findImages(
  engine: Pick<Engine, 'docker'>,
  level: Pick<LevelDefinition, 'vms' | 'testHosts'>,
): Promise<ReadonlyMap<string, ImageFacts>> {
  const definitions = [...level.vms, ...(level.testHosts ?? [])];
  const found = new Map<string, ImageFacts>();
  for (const image of new Set(definitions.map((vm) => vm.image))) {
    const owner = ownerOf(image);
    const entrypoint = await entrypointOf(engine, image, owner);
    found.set(image, { image, owner, foreign: entrypoint[0] !== ENTRYPOINT });
  }
  for (const vm of definitions) assertFits(vm, found.get(vm.image)?.foreign === true);
  return found;
}

async function entrypointOf(
  { docker }: Pick<Engine, 'docker'>,
  image: string,
  owner: ImageOwner,
): Promise<string[]> {
  const inspect = async () => [(await docker.getImage(image).inspect()).Config.Entrypoint ?? []].flat();
  try {
    return await inspect();
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== 404) throw engineFault(error);
  }
  // nobody else has the image that set-up builds
  if (owner === 'project') throw absent(image, 'run `npm run setup`, which builds it');
  try {
    const { image: client } = await getContainerRuntimeClient();
    await client.pull(ImageName.fromString(image));
    return await inspect();
  } catch (cause) {
    throw absent(image, `it could not be pulled either: ${messageOf(cause).replace(/\s+/g, ' ')}`, cause);
  }
}

function absent(image: string, hint: string, cause?: unknown): HarnessError {
  return new HarnessError('no-image', `the image ${image} is not there`, { hint, cause });
}

function assertFits({ spec, image }: VmDefinition, foreign: boolean): void {
  const own = spec.roles.filter((role) => !mayBeForeign.has(role));
  if (!foreign || own.length === 0) return;
  throw new HarnessError(
    'usage',
    `the image ${image} of VM ${spec.name} is not built FROM the VM image, and lacks ${own.join(', ')}`,
    {
      hint: 'build it FROM capacity-vm and keep its entry point; only WAHA and telephone VMs may be any image',
    },
  );
}
