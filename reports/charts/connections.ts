import { groupDigits } from '../../harness/core/units.ts';
import { defineChart } from './chart.ts';
import { keysOf, pointsOf, readingNote, type Series, timeAxisOf, timeSeriesOption } from './time-series.ts';

/** Connections to PostgreSQL, and how many of them were running a query. */
export default defineChart({
  id: 'connections',
  title: 'Database connections',
  needs: ['postgres'],
  draw(evidence) {
    if (evidence.postgres.status !== 'observed') return null;
    const { seconds, connectionsMax, maxConnections } = evidence.postgres.data;
    const series: Series[] = [
      {
        label: 'open',
        points: pointsOf(seconds, (row) => row.connections),
        thinning: 'largest',
        shape: 'line',
      },
      {
        label: 'running a query',
        points: pointsOf(seconds, (row) => row.activeQueries),
        thinning: 'largest',
        shape: 'line',
      },
    ];
    const chart = { unit: 'connections', series, ...timeAxisOf(evidence, seconds.length) };
    const whole = `Most in the window: ${groupDigits(connectionsMax)} of ${groupDigits(maxConnections)} that PostgreSQL allows.`;
    return {
      option: timeSeriesOption(chart),
      keys: keysOf(series),
      caption: `${whole}${readingNote(chart)}`,
      alt: `Line chart of database connections per second. ${whole}`,
    };
  },
});
