import { createColors } from 'picocolors';
import type { Tone } from './view/words.ts';

export interface TerminalOptions {
  /** ANSI colours; the words say the same without. */
  colour: boolean;
  /** Columns to fill, at least 60; more than 100 are not used. */
  width: number;
}

/** A text in the colour of a tone. */
export type Paint = (tone: Tone, text: string) => string;

/** Paints, or leaves every text as it is. */
export function painter(colour: boolean): Paint {
  const colours = createColors(colour);
  const by: Record<Tone, (text: string) => string> = {
    good: colours.green,
    bad: colours.red,
    open: colours.yellow,
    plain: colours.dim,
  };
  return (tone, text) => by[tone](text);
}

/** Columns that are filled: a longer line is hard to read, a shorter one holds no table. */
export function columnsToFill({ width }: TerminalOptions): number {
  return Math.min(100, Math.max(60, width));
}
