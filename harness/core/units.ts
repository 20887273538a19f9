/** Units that an observed value or a bound can have. Ratios are fractions: 0.7 is 70 %. */
export const units = ['ms', 'ratio', 'bytes', 'count', 'rps', 'users', 'customers', 'tenants'] as const;
export type Unit = (typeof units)[number];

export const GIB = 1024 ** 3;
export const MIB = 1024 ** 2;

/** A value with its unit as a person writes it: `312 ms`, `0.42 %`, `1.9 GB`, `10,000 customers`. */
export function formatValue(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return String(value);
  switch (unit) {
    case 'ms':
      return `${value >= 100 ? Math.round(value) : Number(value.toPrecision(3))} ms`;
    case 'ratio':
      return `${Number((value * 100).toPrecision(3))} %`;
    case 'bytes':
      return formatBytes(value);
    case 'rps':
      return `${Number(value.toPrecision(3))} req/s`;
    case 'count':
      return groupDigits(value);
    default:
      return `${groupDigits(value)} ${unit}`;
  }
}

/** Bytes in the largest binary unit that leaves at least 1, labelled as the document labels them (GB, MB, kB). */
export function formatBytes(bytes: number): string {
  const steps: [number, string][] = [
    [GIB, 'GB'],
    [MIB, 'MB'],
    [1024, 'kB'],
  ];
  for (const [size, name] of steps)
    if (bytes >= size) return `${Number((bytes / size).toPrecision(3))} ${name}`;
  return `${Math.round(bytes)} B`;
}

/** Indian digit grouping: 1,00,000. */
export function groupDigits(value: number): string {
  return new Intl.NumberFormat('en-IN', { maximumFractionDigits: 2 }).format(value);
}
