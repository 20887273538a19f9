import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hostileText } from './fixture/hostile.ts';
import { fixtureRecord } from './fixture.ts';
import { neutralise, neutraliseText } from './neutralise.ts';

it('leaves what people write alone, Indic joiners included', () => {
  for (const text of ['₹3,500 a month', 'मंगतराय ज्वेलर्स', 'ക്‍ഷ', 'naïve “quotes”'])
    expect(neutraliseText(text)).toBe(text);
});

it('puts hostile text on one line and shows where something acted', () => {
  expect(neutraliseText(hostileText)).toBe(
    '<script>window.planted = 1</script><img src=x onerror="window.planted = 1"> {{runId}}{{{css}}} ' +
      '\ufffd[31mred\ufffd[0m\ufffd\ufffd line # heading | cell | cell | \ufffddesrever\ufffd  ' +
      ']]><!-- &lt; " \' ` [text](javascript:alert(1)) https://evil.example @someone \ufffd',
  );
});

it('leaves no character that acts, whatever it is given', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  const acting = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029]/;
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(neutraliseText(text)).not.toMatch(acting);
    }),
  );
});

it('keeps everything else of a record', () => {
  const record = fixtureRecord((draft) => {
    for (const { evidence } of draft.repetitions)
      if (evidence.postgres.status === 'observed') evidence.postgres.data.slowest = [];
  });
  expect(neutralise(record)).toEqual(record);
});
