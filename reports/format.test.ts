import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixtureRecord, invalidRecord, refutedRecord, silentRecord, smallHostRecord } from './fixture.ts';
import { asFormats } from './format.ts';
import html from './formats/html.ts';
import junit from './formats/junit.ts';
import summary from './formats/summary.ts';
import { renderTerminal } from './terminal.ts';

const records = {
  valid: fixtureRecord(),
  invalid: invalidRecord(),
  'on a small host': smallHostRecord(),
  refuted: refutedRecord(),
  silent: silentRecord(),
  'without a repetition': fixtureRecord((record) => {
    record.repetitions = [];
  }),
  empty: fixtureRecord((record) => {
    Object.assign(record, {
      claims: [],
      verdicts: [],
      guards: [],
      warnings: [],
      timings: [],
      repetitions: [],
    });
  }),
};

const formats = asFormats([
  { id: 'html', value: html },
  { id: 'junit', value: junit },
  { id: 'summary', value: summary },
]);

it('knows every format of the folder', () => {
  const files = readdirSync(join(import.meta.dirname, 'formats')).filter(
    (file) => !file.endsWith('.test.ts'),
  );
  expect(files.sort()).toEqual(formats.map(({ id }) => `${id}.ts`));
});

describe.each(Object.entries(records))('a %s run', (_, record) => {
  it.each(formats.map((format) => [format.id, format] as const))(
    'is shown whole in %s, every claim in it',
    (_id, format) => {
      const text = format.render(record);
      for (const { id } of record.claims) expect(text).toContain(id);
      expect(text).not.toMatch(/undefined|NaN|\[object/);
      expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
      expect(format.render(record)).toBe(text);
    },
  );

  it('is shown whole on the terminal', () => {
    const text = renderTerminal(record, { colour: false, width: 100 });
    for (const { id } of record.claims) expect(text).toContain(id);
    expect(text).not.toMatch(/undefined|NaN|\[object/);
  });
});

it('stays small for half an hour of sixteen VMs', () => {
  const record = fixtureRecord((draft) => {
    const { containers, samples } = draft.repetitions[0]?.evidence ?? {};
    if (containers?.status !== 'observed' || samples?.status !== 'observed') return;
    const [vm] = containers.data.vms;
    if (vm)
      containers.data.vms = Array.from({ length: 16 }, (_, n) => ({
        ...vm,
        vm: `vm-${n}`,
        seconds: stretched(vm.seconds),
      }));
    samples.data.seconds = stretched(samples.data.seconds);
    samples.data.windowToMs = samples.data.loadFromMs + 1_800_000;
  });
  expect(Buffer.byteLength(html.render(record))).toBeLessThan(1_000_000);
});

/** Half an hour of seconds out of a minute's. */
function stretched<Second extends { t: number }>(seconds: readonly Second[]): Second[] {
  return Array.from({ length: 1801 }, (_, t) => ({ ...(seconds[t % seconds.length] as Second), t }));
}

describe('asFormats', () => {
  it('refuses what is no format, by file name', () => {
    expect(() => asFormats([{ id: 'odd', value: undefined }])).toThrow(
      'reports/formats/odd.ts must default-export',
    );
    expect(() => asFormats([{ id: 'odd', value: { ...junit } }])).toThrow(
      "reports/formats/odd.ts says its id is 'junit'",
    );
  });
});
