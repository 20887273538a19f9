import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Role } from '../core/level.ts';
import { projectRoot } from '../host/environment.ts';
import { parseLevelFile } from './level-file.ts';
import { newSecrets, secretsFor } from './level-secrets.ts';

const secrets = newSecrets(false);
const names = (...roles: Role[]) => Object.keys(secretsFor(roles, secrets)).sort();

describe('the secrets of a VM', () => {
  it('are those that its roles need', () => {
    expect(names('waha', 'exporters')).toEqual(['WAHA_API_KEY']);
    expect(names('telephony')).toEqual(['TELEPHONY_API_KEY', 'TELEPHONY_WEBHOOK_SECRET']);
    expect(names('storage')).toEqual(['STORAGE_SECRET_KEY']);
    for (const roles of [['outside', 'phones'], ['cdn', 'exporters'], ['haproxy'], ['monitoring']])
      expect(names(...(roles as Role[]))).toEqual([]);
    expect(names('app', 'exporters')).toHaveLength(Object.keys(secrets).length);
    expect(secretsFor(['waha'], secrets)).toEqual({ WAHA_API_KEY: secrets.waha });
  });

  it.each([1, 2, 3, 4, 5])('are no others in the level file either, Level %i', (level) => {
    const text = readFileSync(join(projectRoot, 'docker-compose.levels.yml'), 'utf8');
    const { vms, testHosts = [] } = parseLevelFile(text, level, { source: 'document' });
    for (const { spec, environment } of [...vms, ...testHosts]) {
      const told = Object.keys(environment).filter((name) => names('app').includes(name));
      expect(names(...spec.roles), spec.name).toEqual(expect.arrayContaining(told));
    }
  });
});
