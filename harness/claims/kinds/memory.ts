import { z } from 'zod';
import { measuredAtLoad } from '../at-load.ts';
import { decide } from '../criterion.ts';
import { defineKind } from '../define-kind.ts';
import { loadParams, workShortfall } from '../load-demand.ts';
import { lossLeavesOpen } from '../lost-vms.ts';
import { worstVmFigure } from '../vm-figure.ts';

/** Largest share of its memory that the fullest VM could not give back. */
export default defineKind({
  kind: 'memory',
  about: 'speed',
  unit: 'ratio',
  comparators: ['<', '<='],
  requires: ['samples', 'dataset', 'containers', 'events'],
  params: z.strictObject(loadParams),
  judge({ claim, params, spec }, evidence) {
    const open = workShortfall(params, evidence) ?? lossLeavesOpen(evidence.events);
    if (open) return open;
    const figure = worstVmFigure(
      {
        label: 'memory',
        bound: { comparator: claim.comparator, value: claim.bound, unit: claim.unit },
        // A largest value has no slices: the within-run error of a maximum is not that of its slices.
        of: (vm) => ({ value: vm.memoryMaxBytes / vm.memoryLimitBytes, slices: [] }),
      },
      spec,
      evidence.containers,
    );
    return measuredAtLoad(decide(figure), params, evidence, [
      'Page cache that can be dropped is not counted; a leak slower than the window is not seen.',
      'The run began with cold buffers: shared buffers and Redis fill with data and time, up to their configured sizes.',
    ]);
  },
});
