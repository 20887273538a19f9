import { describe, expect, it } from 'vitest';
import { run } from './child.mjs';

const shell = (script: string, options: Parameters<typeof run>[2]) => run('sh', ['-c', script], options);

describe('run', () => {
  it('ends a program that says nothing at first', async () => {
    const result = await shell('echo only a warning >&2; sleep 30', { firstOutputMs: 200 });
    expect(result).toMatchObject({ timedOut: true, stdout: '' });
    expect(result.code).not.toBe(0);
  });

  it('lets one that has answered be silent', async () =>
    expect(await shell('echo here; sleep 1', { firstOutputMs: 700 })).toMatchObject({
      code: 0,
      timedOut: false,
    }));

  it('ends one that has answered but takes too long', async () =>
    expect(await shell('echo here; sleep 30', { firstOutputMs: 5000, timeoutMs: 200 })).toMatchObject({
      timedOut: true,
      stdout: 'here\n',
    }));
});
