import { formatValue } from '../../harness/core/units.ts';
import { defineChart } from './chart.ts';
import { keysOf, pointsOf, readingNote, type Series, timeAxisOf, timeSeriesOption } from './time-series.ts';

/** Median and p95 of the requests that ended in each second. */
export default defineChart({
  id: 'latency',
  title: 'Response time',
  needs: ['samples'],
  draw(evidence) {
    if (evidence.samples.status !== 'observed') return null;
    const { seconds, worstCaseLatency } = evidence.samples.data;
    const series: Series[] = [
      {
        label: 'median (p50)',
        points: pointsOf(seconds, (row) => row.p50Ms),
        thinning: 'largest',
        shape: 'line',
      },
      { label: 'p95', points: pointsOf(seconds, (row) => row.p95Ms), thinning: 'largest', shape: 'line' },
    ];
    const chart = { unit: 'ms', series, ...timeAxisOf(evidence, seconds.length) };
    const whole = worstCaseLatency
      ? `Whole window, errors counted at the time-out: p50 ${formatValue(worstCaseLatency.p50Ms, 'ms')}, p95 ${formatValue(worstCaseLatency.p95Ms, 'ms')}, p99 ${formatValue(worstCaseLatency.p99Ms, 'ms')}.`
      : 'The window holds no request.';
    return {
      option: timeSeriesOption(chart),
      keys: keysOf(series),
      caption: `Half of each second’s requests took less than the median, 95 % less than p95. ${whole}${readingNote(chart)}`,
      alt: `Line chart of response time per second. ${whole}`,
    };
  },
});
