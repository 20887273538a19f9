import { formatValue } from '../../harness/core/units.ts';
import { busiest } from './busiest.ts';
import { defineChart } from './chart.ts';
import { keysOf, pointsOf, readingNote, type Series, timeAxisOf, timeSeriesOption } from './time-series.ts';

/** CPU of each VM as a share of the cores it was given, and of the host where it was seen. */
export default defineChart({
  id: 'cpu',
  title: 'CPU',
  needs: ['containers'],
  draw(evidence) {
    if (evidence.containers.status !== 'observed') return null;
    const { vms } = evidence.containers.data;
    const series: Series[] = vms.map(({ vm, grantedVCpu, seconds }) => ({
      label: `${vm}, of ${grantedVCpu} vCPU`,
      points: pointsOf(seconds, (row) => row.cpuRatio * 100),
      thinning: 'mean',
      shape: 'line',
    }));
    if (evidence.host.status === 'observed') {
      const { cores, seconds } = evidence.host.data;
      const points = pointsOf(seconds, (row) => row.cpuRatio * 100);
      series.push({ label: `whole host, of ${cores} cores`, points, thinning: 'mean', shape: 'line' });
    }
    const chart = {
      unit: '% of granted cores',
      series,
      ...timeAxisOf(evidence, series[0]?.points.length ?? 0),
    };
    const said = [...vms]
      .sort((a, b) => b.cpuRatio - a.cpuRatio)
      .map(
        ({ vm, cpuRatio, cpuRatioWorst10s }) =>
          `${vm} ${formatValue(cpuRatio, 'ratio')}, worst 10 s ${formatValue(cpuRatioWorst10s, 'ratio')}`,
      );
    const whole = busiest(said);
    return {
      option: timeSeriesOption(chart),
      keys: keysOf(series),
      caption: `Over the window: ${whole}.${readingNote(chart)}`,
      alt: `Line chart of CPU use per second. Over the window: ${whole}.`,
    };
  },
});
