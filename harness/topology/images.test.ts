import { describe, expect, it } from 'vitest';
import type { Role } from '../core/level.ts';
import { GIB } from '../core/units.ts';
import { findImages } from './images.ts';
import type { VmDefinition } from './level-file.ts';

const vm = (name: string, roles: Role[], image: string): VmDefinition => ({
  spec: { name, roles, vCpu: 1, memoryBytes: GIB, diskBytes: null },
  ...{ image, environment: {}, ports: [], shmBytes: null },
});

/** An engine that has these images, by their entry point. */
function engineWith(images: Record<string, string[]>): Parameters<typeof findImages>[0] {
  const inspect = (name: string) => async () => {
    const entrypoint = images[name];
    if (entrypoint === undefined) throw Object.assign(new Error('no such image'), { statusCode: 404 });
    return { Config: { Entrypoint: entrypoint } };
  };
  const docker = { getImage: (name: string) => ({ inspect: inspect(name) }) };
  return { docker } as unknown as Parameters<typeof findImages>[0];
}

const ours = ['/opt/vm/entrypoint'];

describe('the images of a level', () => {
  it('are told apart: ours, the user’s that is built from ours, and a foreign one', async () => {
    const engine = engineWith({ 'capacity-vm:1': ours, 'crm:1': ours, 'waha:1': ['/usr/bin/dumb-init'] });
    const found = await findImages(engine, {
      vms: [vm('app', ['app', 'nginx'], 'crm:1'), vm('db', ['postgres'], 'capacity-vm:1')],
      testHosts: [vm('waha', ['waha', 'exporters'], 'waha:1')],
    });
    expect([...found.values()]).toEqual([
      { image: 'crm:1', owner: 'user', foreign: false },
      { image: 'capacity-vm:1', owner: 'project', foreign: false },
      { image: 'waha:1', owner: 'user', foreign: true },
    ]);
  });

  it('fit their VMs: a foreign one may be a WAHA or a telephone system alone', async () => {
    const engine = engineWith({ 'crm:1': ['/start'] });
    const found = findImages(engine, { vms: [vm('app', ['app', 'nginx'], 'crm:1')] });
    await expect(found).rejects.toMatchObject({
      code: 'usage',
      message: 'the image crm:1 of VM app is not built FROM the VM image, and lacks app, nginx',
    });
  });

  it('are missed before anything starts, in one line', async () => {
    const found = findImages(engineWith({}), { vms: [vm('app', ['app'], 'capacity-vm:gone')] });
    await expect(found).rejects.toMatchObject({
      ...{ code: 'no-image', exitCode: 2, message: 'the image capacity-vm:gone is not there' },
      hint: expect.stringContaining('npm run setup'),
    });
  });
});
