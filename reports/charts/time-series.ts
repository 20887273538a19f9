import type { EvidenceSet } from '../../harness/core/evidence/catalogue.ts';
import type { Key } from './chart.ts';
import { badColour, gridColour, type Stroke, strokeOf, textColour, windowColour } from './palette.ts';
import type { ChartOption, SeriesOption } from './svg.ts';
import { type Point, stepOf, type Thinning, thin } from './thin.ts';

export interface Series {
  label: string;
  points: Point[];
  thinning: Thinning;
  /** `errors` are drawn as red bars. */
  shape: 'line' | 'errors';
}

export interface TimeSeries {
  unit: string;
  series: Series[];
  /** The steady window in seconds since the load began; null where the samples do not tell. */
  window: [from: number, to: number] | null;
  /** Last second of the time axis, the same in all charts of a run. */
  endS: number;
}

const fontSize = 14;
export const axisText = { color: textColour, fontSize };
export const axisRule = { axisLine: { lineStyle: { color: gridColour } }, axisTick: { show: false } };

/** Lines over the seconds of a run, with the steady window shaded. */
export function timeSeriesOption({ unit, series, window, endS }: TimeSeries): ChartOption {
  return {
    grid: {
      left: 8,
      right: 16,
      top: 30,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: {
      type: 'value',
      min: 0,
      max: endS,
      axisLabel: { ...axisText, formatter: '{value} s' },
      ...axisRule,
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      name: unit,
      min: 0,
      splitNumber: 4,
      nameTextStyle: { ...axisText, align: 'left' },
      axisLabel: axisText,
      ...axisRule,
      splitLine: { lineStyle: { color: gridColour } },
    },
    series: series.map((each, index) => seriesOption(each, index, index === 0 ? window : null)),
  };
}

function seriesOption(series: Series, index: number, window: TimeSeries['window']): SeriesOption {
  const { colour, dash } = strokeFor(series, index);
  const shared = {
    data: thin(series.points, series.thinning),
    silent: true,
    color: colour,
    ...shaded(window),
  };
  if (series.shape === 'errors') return { ...shared, type: 'bar', barWidth: 3 };
  return { ...shared, type: 'line', showSymbol: false, lineStyle: { width: 1.75, type: dash } };
}

function shaded(window: TimeSeries['window']) {
  if (window === null) return {};
  return {
    markArea: {
      silent: true,
      itemStyle: { color: windowColour },
      data: [[{ xAxis: window[0] }, { xAxis: window[1] }]] as [[{ xAxis: number }, { xAxis: number }]],
    },
  };
}

function strokeFor(series: Series, index: number): Stroke {
  return series.shape === 'errors' ? { colour: badColour, dash: 'solid' } : strokeOf(index);
}

/** The legend that belongs to the series. */
export function keysOf(series: Series[]): Key[] {
  return series.map((each, index) => ({ label: each.label, stroke: strokeFor(each, index) }));
}

/** Says what the shaded part is, and what a point is where several seconds share one. */
export function readingNote({ series, window }: TimeSeries): string {
  const step = stepOf(Math.max(0, ...series.map(({ points }) => points.length)));
  const shade =
    window === null ? '' : ` Shaded: the steady window, ${window[0]} s to ${window[1]} s, which is judged.`;
  const thinned = series.some(({ thinning }) => thinning === 'largest') ? 'the largest' : 'the mean';
  return step === 1 ? shade : `${shade} Each point is ${thinned} of ${step} seconds.`;
}

/** The time axis that all charts of a repetition share. */
export function timeAxisOf(
  { samples }: EvidenceSet,
  fallbackEndS: number,
): Pick<TimeSeries, 'window' | 'endS'> {
  if (samples.status !== 'observed') return { window: null, endS: fallbackEndS };
  const { loadFromMs, windowFromMs, windowToMs, seconds } = samples.data;
  const secondOf = (ms: number): number => Math.round((ms - loadFromMs) / 1000);
  const window: [number, number] = [secondOf(windowFromMs), secondOf(windowToMs)];
  return { window, endS: Math.max(window[1], seconds.at(-1)?.t ?? 0) };
}

/** Points from the start of the load on: collectors may begin earlier. */
export function pointsOf<Row extends { t: number }>(
  rows: readonly Row[],
  value: (row: Row) => number | null,
): Point[] {
  return rows.filter(({ t }) => t >= 0).map((row) => [row.t, value(row)]);
}
