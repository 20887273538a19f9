import { formatValue, groupDigits } from '../../harness/core/units.ts';
import { defineChart } from './chart.ts';
import { keysOf, pointsOf, readingNote, type Series, timeAxisOf, timeSeriesOption } from './time-series.ts';

/** Requests and errors in each second. */
export default defineChart({
  id: 'throughput',
  title: 'Requests and errors',
  needs: ['samples'],
  draw(evidence) {
    if (evidence.samples.status !== 'observed') return null;
    const { seconds, throughputRps, requests, errors } = evidence.samples.data;
    const series: Series[] = [
      {
        label: 'requests',
        points: pointsOf(seconds, (row) => row.requests),
        thinning: 'mean',
        shape: 'line',
      },
      { label: 'errors', points: pointsOf(seconds, (row) => row.errors), thinning: 'mean', shape: 'errors' },
    ];
    const chart = { unit: 'per second', series, ...timeAxisOf(evidence, seconds.length) };
    const whole = `In the window: ${groupDigits(requests)} requests, ${formatValue(throughputRps, 'rps')}, ${groupDigits(errors)} errors.`;
    return {
      option: timeSeriesOption(chart),
      keys: keysOf(series),
      caption: `${whole}${readingNote(chart)}`,
      alt: `Chart of requests and errors per second. ${whole}`,
    };
  },
});
