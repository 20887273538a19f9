/** A line of the document that can be cited. */
export interface Line {
  /** From 1, in the whole document. */
  number: number;
  text: string;
}

/** A heading with everything up to the next one; the heading is its first line, and can be cited as any other. */
export interface Section {
  /** Without marks, numbers and pictures: 'Virtual Machines (VMs)'. */
  heading: string;
  lines: Line[];
}

/** The sections of a Markdown document in order. Lines before the first heading belong to a section without a name. */
export function outlineOf(text: string): Section[] {
  const sections: Section[] = [{ heading: '', lines: [] }];
  let fenced = false;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    if (/^\s*(```|~~~)/.test(raw)) {
      fenced = !fenced;
      continue;
    }
    const line = { number: index + 1, text: raw.normalize('NFC') };
    if (!fenced && /^#{1,6}\s/.test(line.text))
      sections.push({ heading: headingOf(line.text), lines: [line] });
    else if (line.text.trim() !== '') sections.at(-1)?.lines.push(line);
  }
  return sections.filter(({ lines }) => lines.length > 0);
}

/** A heading's words: no `#`, no bold marks, no leading number or picture, no colon at its end, one space between words. */
function headingOf(line: string): string {
  return line
    .replace(/^#+\s+/, '')
    .replace(/\*\*/g, '')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/^\d+\.\s+/, '')
    .replace(/\s+/g, ' ')
    .replace(/:\s*$/, '')
    .trim();
}

/** The sections that `name` cites: the heading itself, or the heading but for what follows in brackets. */
export function sectionsNamed(sections: readonly Section[], name: string): Section[] {
  return sections.filter(({ heading }) => heading === name || heading.replace(/\s*\([^)]*\)$/, '') === name);
}
