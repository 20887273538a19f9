import { expect, it } from 'vitest';
import { GIB } from '../core/units.ts';
import { settingsLines } from './settings-lines.ts';

const sized = {
  vms: ['app-1', 'app-2'],
  document: { vCpu: 4, memoryBytes: 8 * GIB },
  here: { vCpu: 2, memoryBytes: 4 * GIB },
  assumed: false,
  settings: [
    {
      name: 'PG_BUFFERS_MIB',
      reason: 'A quarter of memory, as everybody advises.',
      document: '2048',
      here: '1024',
    },
    { name: 'REDIS_BYTES', reason: 'An eighth.', document: String(GIB), here: '536870912' },
    { name: 'WORKERS', reason: 'One a core.', document: '4', here: '2' },
  ],
};

it('shows both sizes with units, and the reason', () => {
  expect(settingsLines(sized, null)).toEqual([
    'app-1, app-2: 4 vCPU, 8 GB in the document; 2 vCPU, 4 GB here',
    '  setting         document    here  why',
    '  PG_BUFFERS_MIB      2 GB    1 GB  A quarter of memory, as everybody advises.',
    '  REDIS_BYTES         1 GB  512 MB  An eighth.',
    '  WORKERS                4       2  One a core.',
  ]);
});

it('breaks reasons between words where the terminal is narrow', () => {
  const lines = settingsLines(sized, 70);
  expect(lines.slice(2, 4)).toEqual([
    '  PG_BUFFERS_MIB      2 GB    1 GB  A quarter of memory, as everybody',
    '                                    advises.',
  ]);
});

it('says where nothing depends on the size', () =>
  expect(settingsLines({ ...sized, settings: [] }, null)[1]).toContain('nothing that runs there'));

it('does not put a size of ours into the mouth of the document', () => {
  const [heading] = settingsLines({ ...sized, assumed: true }, null);
  expect(heading).toContain('8 GB by our choice (the document gives no size)');
  expect(heading).not.toContain('in the document;');
});
