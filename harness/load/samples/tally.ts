import type { SamplesData } from '../../core/evidence/samples.ts';
import { LatencyHistogram } from './histogram.ts';
import type { Sample } from './record.ts';

type Quantiles = NonNullable<SamplesData['worstCaseLatency']>;

/** Requests of one slice of the load: an endpoint, a second, a batch, or all of it. */
export class Tally {
  requests = 0;
  errors = 0;
  /** Every failed request counts at the time-out (METHOD.md s7, rule 4). */
  readonly worstCase = new LatencyHistogram();
  #databaseUs = 0;
  #databaseSeen = 0;

  add(sample: Sample, worstUs: number): void {
    this.requests++;
    if (sample.outcome !== 'ok') this.errors++;
    this.worstCase.add(worstUs);
    if (!Number.isNaN(sample.databaseUs)) {
      this.#databaseUs += sample.databaseUs;
      this.#databaseSeen++;
    }
  }

  /** Null where the server reported no database time. */
  get databaseMeanMs(): number | null {
    return this.#databaseSeen === 0 ? null : this.#databaseUs / this.#databaseSeen / 1000;
  }

  /** Worst-case quantiles; null where there was no request. */
  quantiles(): Quantiles | null {
    return this.worstCase.summary();
  }
}

/** Latency in microseconds with a failed request at the time-out, or at what it took where that is longer. */
export function worstCaseUs(sample: Sample, timeoutMs: number): number {
  const took = sample.endUs - sample.sentUs;
  return sample.outcome === 'ok' ? took : Math.max(took, timeoutMs * 1000);
}
