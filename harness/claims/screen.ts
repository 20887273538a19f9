import type { z } from 'zod';
import { type EvidenceSet, evidenceData } from '../core/evidence/catalogue.ts';
import {
  type EvidenceId,
  evidenceIds,
  evidenceSchema,
  extraEvidenceIds,
  unavailable,
} from '../core/evidence/envelope.ts';
import type { SamplesData } from '../core/evidence/samples.ts';
import { countFrom, countOf } from '../stats/histogram.ts';

/** Latencies are kept to three digits, so a request counted at the timeout may read a little less. */
const TIMEOUT_ROUNDING = 0.99;

/** Made once: to build a schema costs more than to use it. */
const schemas = new Map(evidenceIds.map((id) => [id, evidenceSchema(evidenceData[id] as z.ZodType)]));

/**
 * The set with everything that is missing, does not fit its schema (a NaN, a negative count, another version) or
 * contradicts itself turned into `unavailable` with the reason. What is left can be judged. What not every run has may be missing.
 */
export function screened(set: EvidenceSet): EvidenceSet {
  const absent = new Set<EvidenceId>(extraEvidenceIds.filter((id) => (set[id] ?? null) === null));
  const ids = evidenceIds.filter((id) => !absent.has(id));
  const each = Object.fromEntries(ids.map((id) => [id, screenedOne(set, id)])) as EvidenceSet;
  const why = impossibleLoss(each);
  return why === null
    ? each
    : { ...each, events: unavailable('events', each.events.source, `it is broken: ${why}`) };
}

/** Where the events do not agree with the rest: a VM that is told as lost is excused from guards. Null where they do. */
function impossibleLoss({ events, topology, limits }: EvidenceSet): string | null {
  if (events.status === 'unavailable') return null;
  for (const { vm, roles } of events.data.events) {
    if (topology.status === 'observed') {
      const started = topology.data.vms.find((one) => one.vm === vm);
      if (started === undefined) return `VM '${vm}' was lost, and never started`;
      if ([...started.roles].sort().join() !== [...roles].sort().join())
        return `VM '${vm}' was lost with other roles than it was started with`;
    }
    const answered =
      limits.status === 'observed' && limits.data.readings.some((r) => r.vm === vm && r.when === 'after');
    if (answered) return `VM '${vm}' was lost, and told its settings after the load`;
  }
  return null;
}

function screenedOne(set: EvidenceSet, id: EvidenceId) {
  const given: EvidenceSet[EvidenceId] | undefined | null = set[id];
  if (given === undefined || given === null) return unavailable(id, 'none', 'it is missing');
  const broken = (why: string) => unavailable(id, String(given.source ?? 'none'), `it is broken: ${why}`);
  const parsed = schemas.get(id)?.safeParse(given);
  if (!parsed?.success) {
    const [issue] = parsed?.error.issues ?? [];
    return broken(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  if (given.id !== id) return broken(`it says that it is '${given.id}'`);
  if (id === 'samples' && given.status === 'observed') {
    const why = contradiction(given.data as SamplesData);
    if (why !== null) return broken(why);
  }
  return given;
}

/** Where the samples' own figures do not agree with each other; null where they do. */
function contradiction(samples: SamplesData): string | null {
  const { requests, errors, batches, byOutcome, worstCaseHistogram } = samples;
  const sum = (of: 'requests' | 'errors') => batches.reduce((total, batch) => total + batch[of], 0);
  const failed = Object.entries(byOutcome).reduce((n, [id, count]) => (id === 'ok' ? n : n + count), 0);
  if (errors > requests) return `${errors} errors of ${requests} requests`;
  if (sum('requests') !== requests)
    return `its slices hold ${sum('requests')} requests, the window ${requests}`;
  if (sum('errors') !== errors) return `its slices hold ${sum('errors')} errors, the window ${errors}`;
  if (failed !== errors) return `its outcomes name ${failed} errors, the window ${errors}`;
  if (countOf(worstCaseHistogram) !== requests)
    return `its histogram holds ${countOf(worstCaseHistogram)} requests, the window ${requests}`;
  // Or errors would improve the percentile that is judged.
  if (countFrom(worstCaseHistogram, samples.timeoutMs * 1000 * TIMEOUT_ROUNDING) < errors)
    return 'not every error stands at the timeout in its worst-case histogram';
  if (samples.wrongTenant < (byOutcome['wrong-tenant'] ?? 0))
    return 'it counts fewer leaks in all than in its window';
  if (!(samples.windowToMs > samples.windowFromMs)) return 'its window has no length';
  return null;
}
