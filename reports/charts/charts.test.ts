import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixtureEvidence } from '../fixture/evidence.ts';
import { fixtureRecord } from '../fixture.ts';
import { figuresOf } from '../page/figures.ts';
import { binned } from './latency-distribution.ts';
import { seriesColours, strokeOf, themed } from './palette.ts';
import { mostPoints, type Point, stepOf, thin } from './thin.ts';

describe('thin', () => {
  const long: Point[] = Array.from({ length: 1801 }, (_, t) => [t, t % 7 === 0 ? null : t]);

  it('leaves a short series as it is', () => {
    const short = long.slice(0, mostPoints);
    expect(thin(short, 'largest')).toEqual(short);
  });

  it('keeps the largest of each group, or their mean; a group without values stays empty', () => {
    expect(stepOf(long.length)).toBe(4);
    expect(thin(long, 'largest').slice(0, 2)).toEqual([
      [0, 3],
      [4, 6],
    ]);
    expect(thin(long, 'mean')[1]).toEqual([4, 5]);
    expect(
      thin(
        Array.from({ length: 601 }, (_, t): Point => [t, null]),
        'mean',
      )[0],
    ).toEqual([0, null]);
  });

  it('never draws more than it may and never loses the peak', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 4000 }),
        (values) => {
          const thinned = thin(
            values.map((value, t): Point => [t, value]),
            'largest',
          );
          expect(thinned.length).toBeLessThanOrEqual(mostPoints);
          expect(Math.max(...thinned.map(([, value]) => value ?? 0))).toBe(Math.max(...values));
        },
      ),
    );
  });
});

describe('binned', () => {
  it('shares out all requests over equally wide bins of the log axis', () => {
    const bins = binned([
      [1_000, 1],
      [10_000, 2],
      [100_000, 1],
    ]);
    expect(bins.reduce((sum, [, percent]) => sum + percent, 0)).toBeCloseTo(100);
    expect(
      bins.filter(([, percent]) => percent > 0).map(([ms, percent]) => [Number(ms.toFixed(6)), percent]),
    ).toEqual([
      [1, 25],
      [10, 50],
      [100, 25],
    ]);
  });
});

describe('the palette', () => {
  it('gives neighbours another colour or dash', () => {
    const strokes = Array.from({ length: 3 * seriesColours.length }, (_, index) =>
      JSON.stringify(strokeOf(index)),
    );
    expect(new Set(strokes).size).toBe(strokes.length);
  });

  it('leaves colours that are not its own', () =>
    expect(themed('fill="#0b0b0b" stroke="#010101"')).toBe('fill="#0b0b0b" stroke="var(--chart-1)"'));
});

describe('the figures', () => {
  const figures = figuresOf(fixtureEvidence);

  it('are plain SVG in the colours of the page', () => {
    expect(figures.map(({ id }) => id)).toEqual([
      ...['latency', 'latency-distribution', 'throughput', 'cpu', 'memory', 'connections'],
    ]);
    for (const { id, svg } of figures) {
      expect(svg).toMatch(/^<svg role="img" aria-label="[^"]+" viewBox=/);
      expect(svg, id).not.toMatch(/<style|<script|on\w+=|zr\d|NaN|#0[0-9a]0[0-9a]0[0-9a]|\bhttps?:/);
      const foreign = [...(svg ?? '').matchAll(/(?:fill|stroke)="(?!none|var\()([^"]*)"/g)].map(
        (match) => match[1],
      );
      // The one colour that is left is that of the clip path, which is not painted.
      expect(new Set(foreign), id).toEqual(new Set(['#000']));
    }
  });

  it('are the same however often they are drawn', () => expect(figuresOf(fixtureEvidence)).toEqual(figures));

  it('hold no text of the run', () => {
    const record = fixtureRecord((draft) => {
      const { containers } = draft.repetitions[0]?.evidence ?? {};
      if (containers?.status === 'observed') for (const vm of containers.data.vms) vm.vm = 'MARK<b>';
    });
    const [evidence] = record.repetitions.map((repetition) => repetition.evidence);
    const cpu = figuresOf(evidence ?? fixtureEvidence).find(({ id }) => id === 'cpu');
    expect(cpu?.svg?.replace(/aria-label="[^"]*"/, '')).not.toContain('MARK');
    expect(cpu?.svg).not.toContain('<b>');
    expect(cpu?.keys[0]?.label).toContain('MARK<b>');
  });
});
