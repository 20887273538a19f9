import type { ContainersData } from '../core/evidence/infrastructure.ts';
import type { RunSpec } from '../core/run-record.ts';
import { CONFIDENCE } from '../stats/looks.ts';
import { type MeanRun, meanInterval } from '../stats/mean.ts';
import type { Figure } from './criterion.ts';

type Vm = ContainersData['vms'][number];

/**
 * A utilisation of the VM that comes off worst: the one whose upper bound over the repetitions is highest.
 * Throws where a VM of the level was not observed in some repetition, or where nothing was used at all.
 */
export function worstVmFigure(
  ask: { label: string; bound: Figure['bound']; of: (vm: Vm) => MeanRun },
  spec: RunSpec,
  containers: readonly ContainersData[],
): Figure {
  const [worst] = spec.vms
    .map(({ name }) => {
      const seen = containers.map((run) => observed(run, name));
      const runs = seen.map(ask.of);
      return {
        name,
        runs,
        upper: meanInterval(runs, CONFIDENCE).upper,
        samples: seen.reduce((sum, vm) => sum + vm.observations, 0),
      };
    })
    .sort((a, b) => b.upper - a.upper);
  if (worst === undefined || !worst.runs.some((run) => run.value > 0))
    throw new Error(`${ask.label}: every VM reads 0, which cannot be under load`);
  return {
    label: `${ask.label} of ${worst.name}`,
    bound: ask.bound,
    interval: (confidence) => meanInterval(worst.runs, confidence),
    samples: worst.samples,
    sampleUnit: 'observations',
  };
}

function observed(containers: ContainersData, name: string): Vm {
  const vm = containers.vms.find((one) => one.vm === name);
  if (vm === undefined || vm.observations === 0) throw new Error(`VM '${name}' was not observed`);
  return vm;
}
