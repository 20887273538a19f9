/** Units that an observed value or a bound can have. Ratios are fractions: 0.7 is 70 %. */
export const units = [
  'ms',
  'ratio',
  'bytes',
  'count',
  'rps',
  'users',
  'customers',
  'tenants',
  'vcpu',
  'version',
  'inr-per-month',
  'inr-per-year',
  'bytes-per-month',
  'messages-per-day',
  'emails-per-day',
  'queries-per-hour',
  'calls',
  'hours',
  'days',
  'months',
  'years',
] as const;
export type Unit = (typeof units)[number];

export const TIB = 1024 ** 4;
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
    case 'version':
      return String(value);
    case 'vcpu':
      return `${groupDigits(value)} vCPU`;
    case 'inr-per-month':
      return `${formatInr(value)}/month`;
    case 'inr-per-year':
      return `${formatInr(value)}/year`;
    case 'bytes-per-month':
      return `${formatBytes(value)}/month`;
    case 'messages-per-day':
      return `${groupDigits(value)} messages/day`;
    case 'emails-per-day':
      return `${groupDigits(value)} e-mails/day`;
    case 'queries-per-hour':
      return `${groupDigits(value)} queries/hour`;
    default:
      return `${groupDigits(value)} ${unit}`;
  }
}

/** A range, its unit once where both ends share it: `2 to 4 vCPU`, `₹2,000 to ₹3,000/month`, `500 GB to 1 TB/month`. */
export function formatRange(low: number, high: number, unit: Unit): string {
  const [from, to] = [formatValue(low, unit), formatValue(high, unit)];
  const tail = /[^\d]*$/.exec(to)?.[0] ?? '';
  let shared = tail.length;
  const apart = (length: number) => {
    const end = tail.slice(tail.length - length);
    return from.endsWith(end) && /^[ /]/.test(end);
  };
  while (shared > 0 && !apart(shared)) shared -= 1;
  return `${from.slice(0, from.length - shared)} to ${to}`;
}

/** Bytes in the largest binary unit that leaves at least 1, labelled as the document labels them (GB, MB, kB). */
export function formatBytes(bytes: number): string {
  const steps: [number, string][] = [
    [TIB, 'TB'],
    [GIB, 'GB'],
    [MIB, 'MB'],
    [1024, 'kB'],
  ];
  for (const [size, name] of steps)
    if (bytes >= size) return `${Number((bytes / size).toPrecision(3))} ${name}`;
  return `${Math.round(bytes)} B`;
}

// made once: a formatter costs more than all that it is used for
const wholeIndian = new Intl.NumberFormat('en-IN', { maximumFractionDigits: 0 });
const toThePaisa = new Intl.NumberFormat('en-IN', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const grouped = new Intl.NumberFormat('en-IN', { maximumFractionDigits: 2 });

/** Rupees, to the paisa only below a hundred: ₹3,500, ₹23.33. */
export function formatInr(value: number): string {
  const few = Math.abs(value) < 100 && !Number.isInteger(value);
  const text = (few ? toThePaisa : wholeIndian).format(Math.abs(value));
  return `${value < 0 ? '−' : ''}₹${text}`;
}

/** Indian digit grouping: 1,00,000. */
export function groupDigits(value: number): string {
  return grouped.format(value);
}
