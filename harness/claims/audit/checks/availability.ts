import { globalFromOnePlace } from '../availability/distribution.ts';
import { clusterWithoutReplicas, redisAlone } from '../availability/redis.ts';
import { promisedAvailability, singlePointsOf } from '../availability/single-points.ts';
import { defineCheck } from '../define-check.ts';

/** What a level promises of availability against the VMs that it lists. */
export default defineCheck({
  id: 'availability',
  title: 'Promised availability against VMs whose loss stops a service',
  run(plan, assumed) {
    const promising = plan.levels.filter((level) => promisedAvailability(level).length > 0);
    return {
      compared: promising.reduce((sum, { vms }) => sum + vms.length, 0) + plan.levels.length * 2,
      findings: [
        ...promising.map((level) => singlePointsOf(level, plan)),
        redisAlone(plan),
        clusterWithoutReplicas(plan, assumed),
        globalFromOnePlace(plan),
      ].filter((found) => found !== null),
    };
  },
});
