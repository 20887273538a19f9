import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCodes } from './core/errors.ts';
import { ExitCode } from './core/exit-codes.ts';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

describe('README', () => {
  it.each(Object.keys(errorCodes))('lists the error code %s', (code) => {
    expect(readme).toContain(`\`${code}\``);
  });

  it.each(Object.values(ExitCode))('lists exit code %s', (code) => {
    expect(readme).toMatch(new RegExp(`^\\| ${code} +\\|`, 'm'));
  });

  it.each(readdirSync(join(root, 'harness', 'cli', 'commands')).map((file) => file.replace(/\.ts$/, '')))(
    'names the command %s',
    (command) => {
      expect(readme).toMatch(new RegExp(`\`${command}\\b|, \`${command}\``));
    },
  );
});
