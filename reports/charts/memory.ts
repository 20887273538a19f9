import { formatBytes, formatValue } from '../../harness/core/units.ts';
import { busiest } from './busiest.ts';
import { defineChart } from './chart.ts';
import { keysOf, pointsOf, readingNote, type Series, timeAxisOf, timeSeriesOption } from './time-series.ts';

/** Memory of each VM that cannot be reclaimed, as a share of its limit. */
export default defineChart({
  id: 'memory',
  title: 'Memory',
  needs: ['containers'],
  draw(evidence) {
    if (evidence.containers.status !== 'observed') return null;
    const { vms } = evidence.containers.data;
    const series: Series[] = vms.map(({ vm, memoryLimitBytes, seconds }) => ({
      label: `${vm}, of ${formatBytes(memoryLimitBytes)}`,
      points: pointsOf(seconds, (row) => (row.memoryBytes / memoryLimitBytes) * 100),
      thinning: 'largest',
      shape: 'line',
    }));
    const chart = { unit: '% of the limit', series, ...timeAxisOf(evidence, series[0]?.points.length ?? 0) };
    const said = [...vms]
      .sort((a, b) => b.memoryMaxBytes / b.memoryLimitBytes - a.memoryMaxBytes / a.memoryLimitBytes)
      .map(({ vm, memoryMaxBytes, memoryLimitBytes }) => {
        const share = formatValue(memoryMaxBytes / memoryLimitBytes, 'ratio');
        return `${vm} ${formatBytes(memoryMaxBytes)} (${share})`;
      });
    const whole = busiest(said);
    return {
      option: timeSeriesOption(chart),
      keys: keysOf(series),
      caption: `Without page cache that can be given back. Largest in the window: ${whole}.${readingNote(chart)}`,
      alt: `Line chart of memory use per second. Largest in the window: ${whole}.`,
    };
  },
});
