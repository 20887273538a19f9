import type { Histogram } from '../../harness/core/evidence/samples.ts';
import { formatValue, groupDigits } from '../../harness/core/units.ts';
import { defineChart } from './chart.ts';
import { gridColour, strokeOf, textColour } from './palette.ts';
import type { ChartOption } from './svg.ts';
import { axisRule, axisText } from './time-series.ts';

const binsPerDecade = 12;

/** Share of requests per response time on a log axis: the tail is seen, which a linear axis hides. */
export default defineChart({
  id: 'latency-distribution',
  title: 'Distribution of response times',
  needs: ['samples'],
  draw({ samples }) {
    if (samples.status !== 'observed' || samples.data.worstCaseHistogram.length === 0) return null;
    const { worstCaseHistogram, worstCaseLatency, requests } = samples.data;
    const marks: [string, number][] = worstCaseLatency
      ? [
          ['p50', worstCaseLatency.p50Ms],
          ['p95', worstCaseLatency.p95Ms],
          ['p99', worstCaseLatency.p99Ms],
        ]
      : [];
    const said = [
      ...marks.map(([name, ms]) => `${name} ${formatValue(ms, 'ms')}`),
      ...(worstCaseLatency ? [`largest ${formatValue(worstCaseLatency.maxMs, 'ms')}`] : []),
    ].join(', ');
    return {
      option: optionOf(binned(worstCaseHistogram), marks),
      keys: [{ label: 'share of requests', stroke: strokeOf(0) }],
      caption: `${groupDigits(requests)} requests of the window by response time, log axis, errors at the time-out. ${said}.`,
      alt: `Histogram of response times on a log axis. ${said}.`,
    };
  },
});

type Bin = [fromMs: number, percent: number];

/** Counts in equally wide bins of the log axis, as percentages, with an empty bin at either end to close the shape. */
export function binned(histogram: Histogram): Bin[] {
  const counts = new Map<number, number>();
  let total = 0;
  for (const [valueUs, count] of histogram) {
    const bin = Math.floor(Math.log10(Math.max(valueUs, 1)) * binsPerDecade);
    counts.set(bin, (counts.get(bin) ?? 0) + count);
    total += count;
  }
  const first = Math.min(...counts.keys()) - 1;
  const last = Math.max(...counts.keys()) + 1;
  return Array.from({ length: last - first + 1 }, (_, index) => [
    10 ** ((first + index) / binsPerDecade) / 1000,
    ((counts.get(first + index) ?? 0) / total) * 100,
  ]);
}

function optionOf(bins: Bin[], marks: [string, number][]): ChartOption {
  return {
    grid: {
      left: 8,
      right: 16,
      top: 44,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: {
      type: 'log',
      min: 10 ** Math.floor(Math.log10(bins[0]?.[0] ?? 1)),
      max: 10 ** Math.ceil(Math.log10(bins.at(-1)?.[0] ?? 1000)),
      axisLabel: { ...axisText, formatter: (ms: number) => (ms >= 1000 ? `${ms / 1000} s` : `${ms} ms`) },
      ...axisRule,
      splitLine: { lineStyle: { color: gridColour } },
    },
    yAxis: {
      type: 'value',
      name: '% of requests',
      splitNumber: 4,
      nameTextStyle: { ...axisText, align: 'left' },
      axisLabel: axisText,
      ...axisRule,
      splitLine: { show: false },
    },
    series: [
      {
        type: 'line',
        step: 'end',
        showSymbol: false,
        silent: true,
        data: bins,
        color: strokeOf(0).colour,
        lineStyle: { width: 1.5 },
        areaStyle: { opacity: 0.18 },
        markLine: marksOf(marks),
      },
    ],
  };
}

function marksOf(marks: [string, number][]) {
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: textColour, type: 'dashed' as const, width: 1 },
    label: { ...axisText, formatter: '{b}' },
    data: marks.map(([name, ms]) => ({ name, xAxis: ms })),
  };
}
