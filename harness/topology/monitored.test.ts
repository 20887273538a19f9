import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GIB } from '../core/units.ts';
import { projectRoot } from '../host/environment.ts';
import { parseLevelFile } from './level-file.ts';
import { monitoringOnly } from './monitored.ts';
import { planAll } from './start-level.ts';

/** Every image is ours but the user's WAHA, which begins with a program of its own. */
const engine = {
  size: { vCpu: 4, memoryBytes: 32 * GIB },
  docker: {
    getImage: (name: string) => ({
      inspect: async () => ({
        Config: { Entrypoint: [name === 'mine/waha:1' ? '/start' : '/opt/vm/entrypoint'] },
      }),
    }),
  },
} as unknown as Parameters<typeof planAll>[0];

const text = readFileSync(join(projectRoot, 'docker-compose.levels.yml'), 'utf8');
const watched = async (variables: Record<string, string>) => {
  const level = parseLevelFile(text, 5, { source: 'document', variables });
  const { vms } = await planAll(engine, level, {});
  const told = vms.find(({ definition }) => definition.spec.name === 'monitoring')?.definition.environment;
  return (told?.MONITORED_VMS ?? '').split(/\s+/).map((entry) => entry.split('=')[0]);
};

describe('what the monitoring VM of Level 5 waits for', () => {
  it('is every VM that has exporters, and none of a foreign image: that would never answer', async () => {
    const all = await watched({});
    expect(all).toEqual(expect.arrayContaining(['waha-1', 'waha-2', 'telephony-1', 'monitoring']));
    const without = await watched({ WAHA_IMAGE: 'mine/waha:1' });
    expect(without).toEqual(all.filter((name) => !name?.startsWith('waha')));
  });

  it('leaves other VMs as they are', () => {
    expect(monitoringOnly({ A: '1' }, new Set(['waha']))).toEqual({ A: '1' });
  });
});
