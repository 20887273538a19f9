/** Amounts as others write them. Nothing is guessed: what is not understood is null. */

/** Currencies without a smaller unit; all others that the gateways take have hundredths. */
const whole: ReadonlySet<string> = new Set(['JPY', 'KRW', 'VND', 'CLP', 'HUF', 'TWD']);
const decimal = /^(\d{1,12})(?:\.(\d{1,2})0*)?$/;

/** The smallest units of an amount such as `"12345.00"` or `12345.5`; null where it is none, or has parts of the smallest unit. */
export function minorUnits(amount: unknown, currency: string): number | null {
  const text = typeof amount === 'number' ? String(amount) : amount;
  const [found, units = '', rest = ''] = (typeof text === 'string' && decimal.exec(text)) || [];
  if (found === undefined) return null;
  if (!whole.has(currency)) return Number(units) * 100 + Number(rest.padEnd(2, '0'));
  return Number(rest) === 0 ? Number(units) : null;
}

/** The CRM counts whole rupees: half a rupee is rounded up. */
export function rupeesOf(paise: number): number {
  return Math.floor((paise + 50) / 100);
}

/** Whole rupees of an amount in rupees; null where it is none. */
export function rupees(amount: unknown): number | null {
  const paise = minorUnits(amount, 'INR');
  return paise === null ? null : rupeesOf(paise);
}
