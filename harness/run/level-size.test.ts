import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { documentLevels } from '../claims/document-levels.ts';
import { projectRoot } from '../host/environment.ts';
import { parseLevelFile } from '../topology/level-file.ts';

const text = readFileSync(join(projectRoot, 'docker-compose.levels.yml'), 'utf8');

it.each(Object.keys(documentLevels).map(Number))(
  'the level file gives level %i what the document gives it',
  (level) => {
    const { spec } = parseLevelFile(text, level, { source: 'document' });
    const sum = (of: (vm: (typeof spec.vms)[number]) => number) =>
      spec.vms.reduce((total, vm) => total + of(vm), 0);
    expect({ vCpu: sum((vm) => vm.vCpu), memoryBytes: sum((vm) => vm.memoryBytes) }).toEqual(
      documentLevels[level],
    );
  },
);
