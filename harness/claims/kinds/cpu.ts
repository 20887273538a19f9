import { z } from 'zod';
import { formatValue } from '../../core/units.ts';
import { measuredAtLoad } from '../at-load.ts';
import { decide } from '../criterion.ts';
import { defineKind } from '../define-kind.ts';
import { loadParams, workShortfall } from '../load-demand.ts';
import { lossLeavesOpen } from '../lost-vms.ts';
import { inconclusive } from '../ruling.ts';
import { worstVmFigure } from '../vm-figure.ts';

/** Above this share of the host's CPU, what a VM used may be what it could get and not what it needed. */
const MAX_HOST_BUSY_RATIO = 0.9;

/** CPU of the busiest VM: CPU-seconds used over granted cores times the window. */
export default defineKind({
  kind: 'cpu',
  about: 'speed',
  unit: 'ratio',
  comparators: ['<', '<='],
  requires: ['samples', 'dataset', 'containers', 'events', 'host'],
  params: z.strictObject(loadParams),
  judge({ claim, params, spec }, evidence) {
    const open = workShortfall(params, evidence) ?? lossLeavesOpen(evidence.events);
    if (open) return open;
    const busy = Math.max(...evidence.host.map(({ cpuRatio, stealRatio }) => cpuRatio + stealRatio));
    if (busy > MAX_HOST_BUSY_RATIO)
      return inconclusive(
        `the host had little CPU left (${formatValue(busy, 'ratio')} in use or stolen), so the VMs may have wanted more than they got`,
        'a run on a host that is otherwise idle',
      );
    const figure = worstVmFigure(
      {
        label: 'CPU',
        bound: { comparator: claim.comparator, value: claim.bound, unit: claim.unit },
        of: (vm) => {
          if (vm.cpuRatioBatches.length < 2) throw new Error(`VM '${vm.vm}' has no slices of CPU`);
          return { value: vm.cpuRatio, slices: vm.cpuRatioBatches };
        },
      },
      spec,
      evidence.containers,
    );
    return measuredAtLoad(decide(figure), params, evidence);
  },
});
