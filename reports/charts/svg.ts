import { BarChart, type BarSeriesOption, LineChart, type LineSeriesOption } from 'echarts/charts';
import {
  GridComponent,
  type GridComponentOption,
  MarkAreaComponent,
  type MarkAreaComponentOption,
  MarkLineComponent,
  type MarkLineComponentOption,
} from 'echarts/components';
import { type ComposeOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { themed } from './palette.ts';

use([LineChart, BarChart, GridComponent, MarkAreaComponent, MarkLineComponent, SVGRenderer]);

export type ChartOption = ComposeOption<
  LineSeriesOption | BarSeriesOption | GridComponentOption | MarkAreaComponentOption | MarkLineComponentOption
>;
export type SeriesOption = LineSeriesOption | BarSeriesOption;

/** Drawn at this size and scaled by the page: two columns on a desk, one on a phone, with text that stays legible. */
const chartWidth = 500;
const chartHeight = 230;

/**
 * The chart as an `<svg>` element for inlining: no script, no style sheet, no fixed size, colours as custom properties.
 * The same option and id give the same text. `alt` is for screen readers and is escaped here.
 */
export function renderSvg(id: string, alt: string, option: ChartOption): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: chartWidth, height: chartHeight });
  try {
    chart.setOption({ animation: false, ...option });
    return themed(inlined(chart.renderToSVGString(), id, alt));
  } finally {
    chart.dispose();
  }
}

function inlined(svg: string, id: string, alt: string): string {
  return (
    svg
      .replace(/<style[\s\S]*?<\/style>/g, '')
      .replace(/ (?:class|ecmeta_\w+|pointer-events|font-family)="[^"]*"/g, '')
      .replace(/font-family:[^;"]*;?/g, '')
      .replace(/ xmlns(?::xlink)?="[^"]*"| baseProfile="full"| version="1.1"/g, '')
      // The library counts charts across a process; a report has to be the same whatever was drawn before.
      .replace(/\bzr\d+-/g, `${id}-`)
      .replace(/^<svg width="\d+" height="\d+"/, `<svg role="img" aria-label="${attribute(alt)}"`)
      .replace(/\n/g, '')
  );
}

function attribute(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
