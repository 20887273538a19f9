/** One figure of a Prometheus page. */
export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/** Figures of the wanted names on a page in Prometheus' text format; a line that is none, or no number, is left out. */
export function samplesOf(page: string, wanted: ReadonlySet<string>): Sample[] {
  const samples: Sample[] = [];
  for (const line of page.split('\n')) {
    const [, name = '', labels = '', value = ''] = /^(\w+)(?:\{(.*)\})? (\S+)/.exec(line) ?? [];
    if (!wanted.has(name) || !Number.isFinite(Number(value))) continue;
    samples.push({ name, labels: labelsOf(labels), value: Number(value) });
  }
  return samples;
}

function labelsOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, value.replace(/\\(.)/g, '$1')]));
}
