import type { EvidenceSet } from '../../harness/core/evidence/catalogue.ts';
import type { RunEvidenceId } from '../../harness/core/evidence/envelope.ts';
import type { Stroke } from './palette.ts';
import type { ChartOption } from './svg.ts';

/** A key of the legend; the page draws the legend itself, so that no text of a run gets into an SVG. */
export interface Key {
  label: string;
  stroke: Stroke;
}

interface Drawing {
  option: ChartOption;
  keys: Key[];
  /** What the chart shows and how to read it. */
  caption: string;
  /** The same for those who do not see it: the figures that matter. */
  alt: string;
}

export interface Chart {
  id: string;
  title: string;
  /** Evidence that has to be there; `draw` is only called where it is. */
  needs: readonly RunEvidenceId[];
  draw(evidence: EvidenceSet): Drawing | null;
}

/** Carries the type of a chart's definition; nothing else. */
export function defineChart(chart: Chart): Chart {
  return chart;
}
