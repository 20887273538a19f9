import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { documentLevel } from '../claims/document-levels.ts';
import { projectRoot } from '../host/environment.ts';
import { parseLevelFile } from '../topology/level-file.ts';
import { loadCatalogue } from './catalogue.ts';

const text = readFileSync(join(projectRoot, 'docker-compose.levels.yml'), 'utf8');

it('the level file gives Level 1 what the document gives it', () => {
  const { spec } = parseLevelFile(text, 1, { source: 'document' });
  const sum = (of: (vm: (typeof spec.vms)[number]) => number) =>
    spec.vms.reduce((total, vm) => total + of(vm), 0);
  expect({ vCpu: sum((vm) => vm.vCpu), memoryBytes: sum((vm) => vm.memoryBytes) }).toEqual(
    documentLevel(loadCatalogue(), 1),
  );
});
