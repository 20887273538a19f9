/**
 * Colours as the chart library gets them, and the custom property of the style sheet each becomes in the SVG, so that
 * one drawing serves light and dark. The stand-ins are colours that nothing else uses.
 */
const properties = {
  '#010101': '--chart-1',
  '#020202': '--chart-2',
  '#030303': '--chart-3',
  '#040404': '--chart-4',
  '#050505': '--chart-5',
  '#060606': '--chart-6',
  '#070707': '--chart-text',
  '#080808': '--chart-grid',
  '#090909': '--chart-window',
  '#0a0a0a': '--chart-bad',
} as const;

export type ChartColour = keyof typeof properties;

export const seriesColours = ['#010101', '#020202', '#030303', '#040404', '#050505', '#060606'] as const;
export const textColour: ChartColour = '#070707';
export const gridColour: ChartColour = '#080808';
export const windowColour: ChartColour = '#090909';
export const badColour: ChartColour = '#0a0a0a';

const dashes = ['solid', 'dashed', 'dotted'] as const;

export interface Stroke {
  colour: ChartColour;
  dash: (typeof dashes)[number];
}

/** Line number `index` of a chart: six colours, then the same dashed and dotted, so that neighbours differ in both. */
export function strokeOf(index: number): Stroke {
  const colour = seriesColours[index % seriesColours.length] ?? seriesColours[0];
  return { colour, dash: dashes[Math.floor(index / seriesColours.length) % dashes.length] ?? 'solid' };
}

/** The name of a colour's custom property. */
export function propertyOf(colour: ChartColour): string {
  return properties[colour];
}

/** The SVG with every stand-in replaced by its custom property. */
export function themed(svg: string): string {
  return svg.replace(/#0[0-9a]0[0-9a]0[0-9a]\b/g, (colour) =>
    colour in properties ? `var(${properties[colour as ChartColour]})` : colour,
  );
}
