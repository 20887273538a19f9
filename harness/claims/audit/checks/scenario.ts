import { defineCheck } from '../define-check.ts';
import { scenarioCustomers, scenarioData, scenarioUsers } from '../scenario/demand.ts';
import { lateSteps, monthsThatDoNotMeet } from '../scenario/path.ts';
import { perTenantFigures } from '../scenario/per-tenant.ts';
import { phaseToStartWith } from '../scenario/phase.ts';

/** The scenario's own demand against the level that it is to start with, and the path that it is to take. */
export default defineCheck({
  id: 'scenario',
  title: 'Demand of the scenario against the level it starts with, and against each step of its path',
  run(plan) {
    const found = [
      scenarioUsers(plan),
      scenarioCustomers(plan),
      scenarioData(plan),
      phaseToStartWith(plan),
      perTenantFigures(plan),
      lateSteps(plan),
      monthsThatDoNotMeet(plan),
    ];
    return {
      compared: found.reduce((sum, { compared }) => sum + compared, 0),
      findings: found.flatMap(({ findings }) => findings),
    };
  },
});
