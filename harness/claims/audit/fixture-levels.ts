import type { Claim } from '../../core/claim.ts';
import { GIB } from '../../core/units.ts';
import { type More, madeClaim } from './fixture-claim.ts';

// The levels of the made-up document. See fixture-document.ts.

/** [name, how many, vCPU, GB of memory, GB of disk, rupees for all] */
type Vms = readonly [string, number, number, number, number, number];

const app = (count: number): Vms => ['app', count, 4, 8, 100, 3000 * count];
const db: Vms = ['db', 1, 4, 8, 100, 3000];
const small = (name: string, count = 1): Vms => [name, count, 2, 4, 50, 2000 * count];

interface Level {
  vms: Vms[];
  storage?: readonly [number, number];
  users: readonly [number, number];
  customers: number;
  databaseGb: number;
}

const levels: Record<number, Level> = {
  1: { vms: [app(1)], users: [80, 100], customers: 5000, databaseGb: 20 },
  2: { vms: [app(1), small('waha')], users: [80, 100], customers: 5000, databaseGb: 20 },
  3: {
    vms: [app(1), db, small('waha'), small('redis')],
    users: [160, 200],
    customers: 20_000,
    databaseGb: 50,
  },
  4: {
    vms: [
      app(2),
      small('balancer'),
      db,
      ['replica', 1, 4, 8, 100, 3000],
      ...['redis', 'waha', 'telephony'].map((name) => small(name)),
    ],
    storage: [200, 1000],
    users: [320, 400],
    customers: 50_000,
    databaseGb: 60,
  },
  5: {
    vms: [
      app(3),
      small('balancer'),
      db,
      ['replica', 2, 4, 8, 100, 6000],
      small('redis', 3),
      small('waha', 2),
      small('telephony', 2),
      small('cdn'),
      small('monitoring'),
    ],
    storage: [500, 2500],
    users: [480, 600],
    customers: 100_000,
    databaseGb: 60,
  },
};

function vmClaims(level: number, [vm, count, vCpu, memory, disk, price]: Vms): Claim[] {
  const more = { level, params: { vm } };
  const id = (what: string) => `l${level}-${vm}-${what}`;
  return [
    madeClaim(id('count'), 'vm-count', count, 'count', more),
    madeClaim(id('vcpu'), 'vm-vcpu', vCpu, 'vcpu', more),
    madeClaim(id('memory'), 'vm-memory', memory * GIB, 'bytes', more),
    madeClaim(id('disk'), 'vm-disk', disk * GIB, 'bytes', more),
    madeClaim(id('price'), 'price-vm', price, 'inr-per-month', more),
  ];
}

function levelClaims(level: number, { vms, storage, users, customers, databaseGb }: Level): Claim[] {
  const total = vms.reduce((sum, vm) => sum + vm[5], storage?.[1] ?? 0);
  const id = (what: string) => `l${level}-${what}`;
  const atLeast = { level, comparator: '>=' } as const;
  const trigger = (metric: string): More => ({
    level,
    comparator: '>',
    params: { metric, at: 'level' },
    also:
      level === 5 ? [] : [{ section: 'Scaling Decision Tree', item: `Level ${level}`, figure: 'made up' }],
  });
  return [
    ...vms.flatMap((one) => vmClaims(level, one)),
    ...(storage === undefined
      ? []
      : [
          madeClaim(id('storage-size'), 'storage-size', storage[0] * GIB, 'bytes', { level }),
          madeClaim(id('storage-price'), 'price-storage', storage[1], 'inr-per-month', { level }),
        ]),
    madeClaim(id('total'), 'price-total', total, 'inr-per-month', { level }),
    madeClaim(id('tenant'), 'price-per-tenant', Math.round(total / 3), 'inr-per-month', { level }),
    madeClaim(id('users-low'), 'users', users[0], 'users', atLeast),
    madeClaim(id('users-high'), 'users', users[1], 'users', atLeast),
    madeClaim(id('customers'), 'customers', customers, 'customers', atLeast),
    madeClaim(id('database'), 'database-size', databaseGb * GIB, 'bytes', atLeast),
    ...(level === 5
      ? []
      : [
          madeClaim(id('trigger-users'), 'trigger', users[1] * 0.8, 'users', trigger('users')),
          madeClaim(
            id('trigger-database'),
            'trigger',
            databaseGb * 0.8 * GIB,
            'bytes',
            trigger('database-size'),
          ),
        ]),
  ];
}

/** What the made-up document says of its five levels. */
export function levelsOfDocument(): Claim[] {
  return Object.entries(levels).flatMap(([level, plan]) => levelClaims(Number(level), plan));
}
