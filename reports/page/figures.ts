import type { EvidenceSet } from '../../harness/core/evidence/catalogue.ts';
import type { Chart, Key } from '../charts/chart.ts';
import connections from '../charts/connections.ts';
import cpu from '../charts/cpu.ts';
import latency from '../charts/latency.ts';
import latencyDistribution from '../charts/latency-distribution.ts';
import memory from '../charts/memory.ts';
import { propertyOf } from '../charts/palette.ts';
import { renderSvg } from '../charts/svg.ts';
import throughput from '../charts/throughput.ts';

/** The charts of the page in reading order; those on a time axis share it. */
const charts: readonly Chart[] = [latency, latencyDistribution, throughput, cpu, memory, connections];

export interface Figure {
  id: string;
  title: string;
  /** Our own SVG, safe to inline; null where there was nothing to draw, `missing` says why. */
  svg: string | null;
  caption: string;
  keys: { label: string; property: string; dash: string }[];
  missing: string | null;
}

/** Every chart of one repetition; what could not be observed is there too, with the reason. */
export function figuresOf(evidence: EvidenceSet): Figure[] {
  return charts.map((chart) => figureOf(chart, evidence));
}

function figureOf(chart: Chart, evidence: EvidenceSet): Figure {
  const { id, title } = chart;
  const missing = missingOf(chart, evidence);
  const drawing = missing === null ? chart.draw(evidence) : null;
  if (drawing === null) {
    return {
      id,
      title,
      svg: null,
      caption: '',
      keys: [],
      missing: missing ?? 'the window holds nothing to draw',
    };
  }
  const svg = renderSvg(id, drawing.alt, drawing.option);
  return { id, title, svg, caption: drawing.caption, keys: drawing.keys.map(keyOf), missing: null };
}

function missingOf(chart: Chart, evidence: EvidenceSet): string | null {
  for (const id of chart.needs) {
    const found = evidence[id];
    if (found.status === 'unavailable') return found.reason;
  }
  return null;
}

function keyOf({ label, stroke }: Key): Figure['keys'][number] {
  return { label, property: propertyOf(stroke.colour), dash: stroke.dash };
}
