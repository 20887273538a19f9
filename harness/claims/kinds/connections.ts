import { z } from 'zod';
import type { LostVm } from '../../core/evidence/events.ts';
import { meanInterval } from '../../stats/mean.ts';
import { measuredAtLoad } from '../at-load.ts';
import { decide } from '../criterion.ts';
import { defineKind } from '../define-kind.ts';
import { loadParams, workShortfall } from '../load-demand.ts';
import { lossLeavesOpen } from '../lost-vms.ts';

/** A VM with these holds connections or has them: once it is lost they are gone, which flatters the figure. */
const holders: ReadonlySet<string> = new Set(['app', 'pgbouncer', 'replica']);
const holdsConnections = ({ roles }: LostVm) => roles.some((role) => holders.has(role));

/** Most database connections that were open at once, as a share of max_connections. */
export default defineKind({
  kind: 'connections',
  about: 'speed',
  unit: 'ratio',
  comparators: ['<', '<='],
  requires: ['samples', 'dataset', 'postgres', 'events'],
  params: z.strictObject(loadParams),
  judge({ claim, params }, evidence) {
    const open = workShortfall(params, evidence) ?? lossLeavesOpen(evidence.events, holdsConnections);
    if (open) return open;
    const runs = evidence.postgres.map(({ connectionsMax, maxConnections, observations }) => {
      if (connectionsMax === 0 || observations === 0)
        throw new Error('no database connection was seen, which cannot be under load');
      return { value: connectionsMax / maxConnections, slices: [] };
    });
    const criterion = decide({
      label: 'connections in use',
      bound: { comparator: claim.comparator, value: claim.bound, unit: claim.unit },
      interval: (confidence) => meanInterval(runs, confidence),
      samples: evidence.postgres.reduce((sum, run) => sum + run.observations, 0),
      sampleUnit: 'observations',
    });
    return measuredAtLoad(criterion, params, evidence);
  },
});
