import type { JourneyDefinition } from '../../../scenarios/journeys/definition.ts';
import { journeys } from '../../../scenarios/journeys/registry.ts';
import { createUser } from '../../../scenarios/lib/user.ts';
import { createMadeUpCrm } from '../../../scenarios/testing/made-up-crm.ts';
import { madeUpIdentity, madeUpViewer } from '../../../scenarios/testing/made-up-user.ts';
import type { Asked } from './ask.ts';

/** Whether a journey's requests would be answered. */
export interface JourneyOutlook {
  id: string;
  outlook: 'runs' | 'cannot run' | 'not known';
  /** Endpoints that it lacks, or that were not asked; empty where it runs. */
  because: string[];
}

/** What a user draws decides where a journey goes: so many users go every way that there is. */
const USERS = 25;
const MOST_STEPS = 100;

/** Every endpoint that a journey asks, found by letting it run against a made-up CRM. */
export function endpointsOf(journey: JourneyDefinition): Set<string> {
  const endpoints = new Set(['POST /api/auth/login']);
  for (let seed = 1; seed <= USERS; seed++) {
    const crm = createMadeUpCrm(madeUpViewer());
    const user = createUser(madeUpIdentity(0, seed), () => 0);
    for (const path of ['/api/customers', '/api/gold-rate']) user.see(crm({ method: 'GET', path })?.body);
    const steps = journey.run(user);
    let next = steps.next();
    for (let step = 0; step < MOST_STEPS && !next.done; step++) {
      const { value } = next;
      if (value.kind === 'request') endpoints.add(value.endpoint);
      next = steps.next(value.kind === 'request' ? (crm(value)?.body ?? null) : null);
    }
  }
  return endpoints;
}

/** Which journeys can work with a CRM that answered so. */
export function outlooksOf(results: readonly Asked[]): JourneyOutlook[] {
  const bad = new Set<string>();
  const good = new Set<string>();
  for (const { method, route, outcome } of results) {
    if (outcome === 'missing' || outcome === 'wrong') bad.add(`${method} ${route}`);
    if (outcome === 'ok') good.add(`${method} ${route}`);
  }
  return journeys.map((journey) => {
    const endpoints = [...endpointsOf(journey)];
    const lacks = endpoints.filter((endpoint) => bad.has(endpoint));
    const open = endpoints.filter((endpoint) => !good.has(endpoint) && !bad.has(endpoint));
    if (lacks.length > 0) return { id: journey.id, outlook: 'cannot run', because: lacks };
    if (open.length > 0) return { id: journey.id, outlook: 'not known', because: open };
    return { id: journey.id, outlook: 'runs', because: [] };
  });
}
