import { mkdir } from 'node:fs/promises';
import { probe } from '../../scenarios/lib/probe.ts';
import { traffics } from '../../scenarios/traffic.ts';
import type { CalibrationData } from '../core/evidence/generator.ts';
import { type LoadEngine, type LoadPlan, staffNumberOf } from './engine.ts';
import { startNullServer } from './null-server/start.ts';
import { reduceGenerator } from './samples/reduce-generator.ts';
import { reduceSamples } from './samples/reduce-samples.ts';

/** Asked of the engine, as a multiple of the plan's rate; it has to reach twice the plan's (METHOD.md s2). */
const MARGIN = 2.5;
/** Below this a few seconds hold too few requests to say anything of the 99th percentile. */
const LEAST_RPS = 100;
const WARM_UP_S = 2;
const WINDOW_S = 3;

/**
 * Proves what `engine` holds on this host: as many users as the plan has, against a server that does nothing, at more
 * than twice the plan's rate. Its raw files go to `plan.outDir`, which should be a folder of its own. Throws what the
 * engine throws.
 */
export async function calibrate(
  engine: LoadEngine,
  plan: LoadPlan,
  signal: AbortSignal,
): Promise<CalibrationData> {
  const plannedRps = plannedRate(plan);
  const askedRps = Math.max(MARGIN * plannedRps, LEAST_RPS);
  await mkdir(plan.outDir, { recursive: true });
  const server = await startNullServer();
  try {
    const trial: LoadPlan = {
      ...plan,
      baseUrl: server.baseUrl,
      caPem: null,
      tenants: ['probe'],
      shares: [1],
      customers: 0,
      traffic: 'probe',
      thinkScale: (plan.users / askedRps) * (1000 / probe.thinkMeanMs),
      warmUpS: WARM_UP_S,
      windowS: WINDOW_S,
    };
    await engine.run(trial, { progress: () => {}, windowOpens: () => {}, signal });
  } finally {
    await server.stop();
  }
  const samples = await reduceSamples(plan.outDir);
  const generator = await reduceGenerator(plan.outDir);
  return {
    engine: engine.id,
    plannedRps,
    askedRps,
    reachedRps: samples.throughputRps,
    slipP99Ms: generator.slipP99Ms,
    p95Ms: samples.worstCaseLatency?.p95Ms ?? 0,
    errors: samples.errors,
  };
}

/** Requests per second of a plan's users where every answer is immediate. */
function plannedRate(plan: LoadPlan): number {
  const traffic = traffics[plan.traffic];
  const perAction = new Map<string, number>(
    traffic.personas.map(({ id, requestsPerAction }) => [id, requestsPerAction]),
  );
  let perUserAction = 0;
  for (let user = 0; user < plan.users; user++) {
    const persona = traffic.personaOf(staffNumberOf(user, plan));
    perUserAction += perAction.get(persona) ?? 0;
  }
  return (perUserAction / (traffic.thinkMeanMs * plan.thinkScale)) * 1000;
}
