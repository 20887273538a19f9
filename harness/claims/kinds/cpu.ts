import { z } from 'zod';
import { measuredAtLoad } from '../at-load.ts';
import { decide } from '../criterion.ts';
import { defineKind } from '../define-kind.ts';
import { loadParams, shortfall } from '../load-demand.ts';
import { worstVmFigure } from '../vm-figure.ts';

/** CPU of the busiest VM: CPU-seconds used over granted cores times the window. */
export default defineKind({
  kind: 'cpu',
  about: 'speed',
  unit: 'ratio',
  comparators: ['<', '<='],
  requires: ['samples', 'dataset', 'containers'],
  params: z.strictObject(loadParams),
  judge({ claim, params, spec }, evidence) {
    const open = shortfall(params, evidence);
    if (open) return open;
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
