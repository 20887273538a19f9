import type { Claim } from '../../core/claim.ts';
import type { Finding } from '../../core/finding.ts';
import { formatInr, formatValue, GIB } from '../../core/units.ts';
import type { Checked } from './define-check.ts';
import { finding } from './define-check.ts';
import { levelsText } from './machine.ts';
import { claimsOf, type Plan } from './plan.ts';
import { lies, overlap, type Span, spanOf, spanText } from './span.ts';

/** Lines of a set-up that pay for object storage. */
const storageParts = ['storage', 'backups'];

/** Object storage: rupees per GB in the levels, and what set-ups pay for it, against the section on backups. */
export function storagePrices(plan: Plan): Checked {
  const [price] = claimsOf(plan.claims, 'price-option', {
    params: { of: 'backup', option: 'object-storage' },
  });
  const [size] = claimsOf(plan.claims, 'spec-disk', { params: { of: 'backup', grade: 'object-storage' } });
  const levels = plan.levels.flatMap(({ level, storage }) => (storage === null ? [] : [{ level, storage }]));
  const parts = plan.setups.flatMap((setup) =>
    setup.parts.filter(({ params }) => storageParts.includes(String(params.part))),
  );
  if (price === undefined || size === undefined) return { compared: 0, findings: [] };
  const perGb = pricePerGb(price, size);
  const wrongLevels = levels.filter(
    ({ storage }) => !lies(storage.price.bound / gb(storage.size.bound), perGb),
  );
  const wrongParts = parts.filter((part) => !overlap(spanOf(part), spanOf(price)));
  const findings: Finding[] = [];
  if (wrongLevels.length > 0)
    findings.push(
      finding('price-tags', {
        about: 'storage',
        severity: 'warning',
        title: `A GB of object storage in ${levelsText(wrongLevels.map(({ level }) => level))} does not cost what the section on backups asks`,
        arithmetic: [
          ...wrongLevels.map(({ level, storage }) => {
            const size = gb(storage.size.bound);
            return `Level ${level}: ${formatInr(storage.price.bound)} ÷ ${size} GB = ${formatInr(storage.price.bound / size)} a GB`;
          }),
          `section: ${formatInr(price.bound)} ÷ ${formatValue(size.bound, 'bytes')} and ${formatInr(price.upTo ?? price.bound)} ÷ ${formatValue(size.upTo ?? size.bound, 'bytes')}: ${spanText(perGb, formatInr)} a GB`,
        ],
        means: 'Backups grow with the data: a wrong price of a GB is paid for every GB that is added.',
        claims: [...wrongLevels.flatMap(({ storage }) => [storage.price, storage.size]), price, size],
      }),
    );
  if (wrongParts.length > 0)
    findings.push(
      finding('price-tags', {
        about: 'storage-setups',
        severity: 'warning',
        title: 'A set-up pays for object storage what the section on backups does not ask',
        arithmetic: wrongParts.map(
          (part) =>
            `${part.params.setup} set-up: ${spanText(spanOf(part), formatInr)}; section: ${spanText(spanOf(price), formatInr)}`,
        ),
        means: 'The set-up cannot be ordered at its price.',
        claims: [...wrongParts, price],
      }),
    );
  return { compared: levels.length + parts.length, findings };
}

/** The lower price belongs to the lower size, the upper to the upper. */
function pricePerGb(price: Claim, size: Claim): Span {
  const money = spanOf(price);
  const bytes = spanOf(size);
  const ends = [money.low / gb(bytes.low), money.high / gb(bytes.high)];
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

const gb = (bytes: number) => bytes / GIB;
