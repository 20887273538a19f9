import type { Claim } from '../../core/claim.ts';
import { GIB } from '../../core/units.ts';
import { type More, madeClaim } from './fixture-claim.ts';
import { levelsOfDocument } from './fixture-levels.ts';

// Claims of a made-up document that agrees with itself in every figure, for tests: a check that finds something in it is
// wrong, and a test breaks one figure to see that the check notices.

/** Rupees for one VM or service apart from any level, and how many VMs that is. */
const options: [string, string, number, number, number?][] = [
  ['vm', 'one-vm', 2000, 3000],
  ['vm', 'high-availability', 6000, 21_000],
  ['db', 'dedicated', 2000, 3000],
  ['db', 'managed', 1000, 1900],
  ['redis', 'dedicated', 1500, 2000],
  ['waha', 'single', 2000, 3000],
  ['waha', 'dedicated', 2500, 3500],
  ['waha', 'high-traffic', 4000, 7000, 2],
  ['telephony', 'single', 2000, 3000],
  ['telephony', 'high-availability', 4000, 7000, 2],
  ['cdn', 'dedicated', 1500, 2500],
  ['backup', 'object-storage', 500, 1000],
  ['backup', 'vm-storage', 200, 500],
];

/** vCPU, GB of memory and GB of disk that a service's section asks for. */
const specs: Record<string, [[number, number], [number, number], [number, number] | null]> = {
  app: [
    [2, 4],
    [4, 8],
    [50, 100],
  ],
  db: [
    [2, 4],
    [4, 8],
    [100, 200],
  ],
  balancer: [[1, 2], [2, 4], null],
  waha: [
    [2, 4],
    [4, 8],
    [50, 100],
  ],
  telephony: [
    [2, 4],
    [4, 8],
    [50, 100],
  ],
};

function serviceClaims(): Claim[] {
  return [
    ...options.flatMap(([of, option, low, high, count]) => {
      const name = `${of}-${option}`;
      return [
        madeClaim(`price-${name}`, 'price-option', [low, high], 'inr-per-month', { params: { of, option } }),
        ...(count === undefined
          ? []
          : [madeClaim(`count-${name}`, 'spec-count', count, 'count', { params: { of, grade: option } })]),
      ];
    }),
    madeClaim('count-vm-high-availability', 'spec-count', [3, 8], 'count', {
      params: { of: 'vm', grade: 'high-availability' },
    }),
    madeClaim('size-object-storage', 'spec-disk', [100 * GIB, 200 * GIB], 'bytes', {
      params: { of: 'backup', grade: 'object-storage' },
    }),
    madeClaim('size-vm-storage', 'spec-disk', 100 * GIB, 'bytes', {
      params: { of: 'backup', grade: 'vm-storage' },
    }),
    ...Object.entries(specs).flatMap(([of, [vCpu, memory, disk]]) => {
      const more = { params: { of, grade: 'start' } };
      const gb = ([low, high]: [number, number]) => [low * GIB, high * GIB] as const;
      return [
        madeClaim(`spec-${of}-vcpu`, 'spec-vcpu', vCpu, 'vcpu', more),
        madeClaim(`spec-${of}-memory`, 'spec-memory', gb(memory), 'bytes', more),
        ...(disk === null ? [] : [madeClaim(`spec-${of}-disk`, 'spec-disk', gb(disk), 'bytes', more)]),
      ];
    }),
  ];
}

type Range = readonly [number, number];

function phaseClaims(
  phase: number,
  price: Range,
  users: Range,
  customers: More & { bound: number },
  vms: object,
): Claim[] {
  const params = { phase };
  const { bound, ...more } = customers;
  return [
    madeClaim(`phase-${phase}-total`, 'price-total', price, 'inr-per-month', { params }),
    madeClaim(`phase-${phase}-users`, 'phase-users', users, 'users', { params }),
    madeClaim(`phase-${phase}-customers`, 'phase-customers', bound, 'customers', { ...more, params }),
    ...Object.entries(vms).map(([vm, count]) =>
      madeClaim(`phase-${phase}-${vm}-count`, 'part-count', count, 'count', { params: { phase, vm } }),
    ),
  ];
}

function setupClaims(
  setup: string,
  parts: Record<string, Range | number>,
  total: Range,
  vms: object,
): Claim[] {
  return [
    madeClaim(`${setup}-total`, 'price-total', total, 'inr-per-month', { params: { setup } }),
    ...Object.entries(parts).map(([part, price]) =>
      madeClaim(`${setup}-${part}`, 'price-part', price, 'inr-per-month', { params: { setup, part } }),
    ),
    ...Object.entries(vms).map(([vm, count]) =>
      madeClaim(`${setup}-${vm}-count`, 'part-count', count, 'count', { params: { setup, vm } }),
    ),
  ];
}

const sevenVms = { app: 2, balancer: 1, db: 1, redis: 1, waha: 1, telephony: 1 };

/** All of it. Ids: `l4-db-price`, `l4-total`, `l2-trigger-users`, `phase-3-total`, `enterprise-db`, `price-db-dedicated`. */
export function agreeingClaims(): Claim[] {
  return [
    ...levelsOfDocument(),
    ...serviceClaims(),
    ...phaseClaims(1, [2000, 3000], [80, 100], { bound: 5000, comparator: '<=' }, { app: 1 }),
    ...phaseClaims(2, [6000, 8000], [100, 200], { bound: 10_000, comparator: '<=' }, {}),
    ...phaseClaims(3, [16_000, 22_000], [320, 400], { bound: 50_000, comparator: '>=' }, sevenVms),
    ...setupClaims('minimum', { vm: [2000, 3000] }, [2000, 3000], {}),
    ...setupClaims('recommended', { vm: [3000, 4000], waha: [2000, 3000], backups: 500 }, [5500, 7500], {}),
    ...setupClaims(
      'enterprise',
      {
        app: [6000, 8000],
        balancer: [1500, 2000],
        db: [2500, 3500],
        redis: [1500, 2000],
        waha: [2000, 3000],
        telephony: [2000, 3000],
        storage: 1000,
      },
      [16_500, 22_500],
      sevenVms,
    ),
    madeClaim('phase-2-upgrade', 'requirement', 2, 'count', { params: { of: 'phase-2-upgrade' } }),
    madeClaim('tenants', 'scenario', 3, 'tenants', { params: { figure: 'tenants' } }),
    madeClaim('scale-at', 'rule', 0.8, 'ratio', { params: { of: 'scale-at' } }),
  ];
}
