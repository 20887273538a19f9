import { describe, expect, it } from 'vitest';
import availability from './checks/availability.ts';
import circular from './checks/circular.ts';
import external from './checks/external.ts';
import { catalogueClaims } from './fixture-catalogue.ts';
import { madeClaim, withClaim } from './fixture-claim.ts';
import { foundBy, hiddenAssumptions, namesOf, quietClaims, theFinding } from './fixture-quiet.ts';
import { planOf } from './plan.ts';
import { reachable, roles, singlePoints, topologyOf } from './topology.ts';

const quiet = quietClaims();
const real = catalogueClaims;

const levelOf = (claims: typeof real, level: number) => {
  const found = planOf(claims).levels.find((one) => one.level === level);
  if (found === undefined) throw new Error(`no level ${level}`);
  return found;
};
const promise = (name: string, level: number | null) =>
  madeClaim(`promise-${name}-${level ?? 'any'}`, 'promise', 0, 'hours', { level, params: { promise: name } });

describe('the topology of a level', () => {
  const singles = (claims: typeof real, level: number) =>
    singlePoints(topologyOf(levelOf(claims, level))).map(({ id }) => id);

  it('reaches every role that has a VM', () => {
    expect(reachable(topologyOf(levelOf(real, 4)))).toEqual(roles);
    expect(reachable(topologyOf(levelOf(real, 1)))).toEqual([
      'application',
      'database writes',
      'cache and sessions',
    ]);
  });

  it('lets a level with one VM lose nothing', () => {
    expect(singlePoints(topologyOf(levelOf(real, 1)))).toEqual([
      { id: 'app-1', name: 'app', lost: ['application', 'database writes', 'cache and sessions'] },
    ]);
  });

  it('loses everything with the one load balancer, and one role with each single VM behind', () => {
    const points = singlePoints(topologyOf(levelOf(real, 4)));
    expect(points.map(({ id, lost }) => [id, lost.length])).toEqual([
      ['balancer-1', 5],
      ['db-1', 1],
      ['redis-1', 1],
      ['waha-1', 1],
      ['telephony-1', 1],
    ]);
  });

  it('is not saved by a replica, nor cut by a VM that no role needs', () => {
    expect(singles(real, 5)).toEqual(['balancer-1', 'db-1']);
  });

  it.each([
    ['l4-balancer-count', 'balancer-1'],
    ['l4-db-count', 'db-1'],
    ['l4-redis-count', 'redis-1'],
    ['l4-waha-count', 'waha-1'],
    ['l4-telephony-count', 'telephony-1'],
  ])('has one point fewer with a second VM: %s', (id, point) => {
    const before = singles(quiet, 4);
    expect(singles(withClaim(quiet, id, { bound: 2 }), 4)).toEqual(before.filter((one) => one !== point));
    expect(before).toContain(point);
  });

  it('has one point more with one application VM', () => {
    expect(singles(withClaim(quiet, 'l4-app-count', { bound: 1 }), 4)).toContain('app-1');
  });

  it('keeps what has no VM of its own on the first application VM', () => {
    const without = quiet.filter(({ level, params }) => level !== 4 || params.vm !== 'redis');
    const point = singlePoints(topologyOf(levelOf(without, 4))).find(({ id }) => id === 'app-1');
    expect(point?.lost).toEqual(['cache and sessions']);
  });
});

describe('availability', () => {
  it('says nothing of a document that promises nothing', () => {
    expect(foundBy(availability, quiet)).toEqual([]);
  });

  it('holds a level to its promise, each in its own way', () => {
    expect(namesOf(foundBy(availability, [...quiet, promise('high-availability', 4)]))).toEqual([
      'availability-l4 error',
    ]);
    // New versions without downtime are another promise: no VM is lost by them.
    expect(foundBy(availability, [...quiet, promise('zero-downtime', 4)])).toEqual([]);
    expect(namesOf(foundBy(availability, [...quiet, promise('tenant-isolation', 4)]))).toEqual([]);
    expect(namesOf(foundBy(availability, [...quiet, promise('redis-high-availability', null)]))).toEqual([
      'availability-redis warning',
      'availability-redis-cluster warning',
    ]);
    expect(namesOf(foundBy(availability, [...quiet, promise('global-distribution', 5)]))).toEqual([
      'availability-global warning',
    ]);
  });

  it('is content with a second of everything, with six VMs of Redis and with two places', () => {
    const second = ['balancer', 'db', 'redis', 'waha', 'telephony'].reduce(
      (claims, name) => withClaim(claims, `l4-${name}-count`, { bound: name === 'redis' ? 6 : 2 }),
      [...quiet, promise('high-availability', 4)],
    );
    expect(foundBy(availability, second)).toEqual([]);
    const far = withClaim([...quiet, promise('global-distribution', 5)], 'l5-cdn-count', { bound: 2 });
    expect(foundBy(availability, far)).toEqual([]);
  });

  it('rests on an assumption only for the cluster, which is large enough with fewer primaries', () => {
    expect(hiddenAssumptions(availability, real)).toEqual([]);
    const assuming = foundBy(availability, real).filter(({ certainty }) => certainty === 'assumption');
    expect(assuming.map(({ id }) => id)).toEqual(['availability-redis-cluster']);
    const cluster = (redisClusterPrimaries: number) =>
      namesOf(foundBy(availability, real, { redisClusterPrimaries })).filter((name) =>
        name.includes('cluster'),
      );
    expect(cluster(1)).toEqual([]);
    expect(cluster(2)).toEqual(['availability-redis-cluster warning']);
  });

  it('says what is lost with what has no second and stops nothing', () => {
    const { arithmetic } = theFinding(foundBy(availability, real), 'availability-l5');
    expect(arithmetic).toContain('without the monitoring VM (1): nothing stops for users');
    expect(arithmetic.find((line) => line.startsWith('without the CDN VM'))).toContain(
      'Levels 1, 2, 3 and 4 deliver them without such a VM',
    );
    const two = withClaim(real, 'l5-vm-cdn-count', { bound: 2 });
    expect(theFinding(foundBy(availability, two), 'availability-l5').arithmetic.join()).not.toContain('CDN');
  });

  it('asks for a second database VM only where there is no replica', () => {
    const means = (claims: typeof real) => theFinding(foundBy(availability, claims), 'availability-l4').means;
    expect(means(real)).toContain('makes a read replica the primary');
    expect(means(real)).not.toContain('database');
    const without = real.filter(({ level, params }) => level !== 4 || params.vm !== 'replica');
    expect(means(without)).toContain('database');
    expect(means(without)).not.toContain('replica');
  });

  it('names high availability alone as what is promised', () => {
    for (const { title } of foundBy(availability, real)) expect(title).not.toContain('downtime');
  });

  it('finds these in the real catalogue', () => {
    const found = foundBy(availability, real);
    expect(namesOf(found)).toEqual([
      'availability-l4 error',
      'availability-l5 error',
      'availability-redis error',
      'availability-redis-cluster warning',
      'availability-global warning',
    ]);
    expect(theFinding(found, 'availability-l4').title).toContain('any one of 5 VMs');
    expect(theFinding(found, 'availability-l5').arithmetic[0]).toBe(
      "the loss of any one of these 2 of the level's 16 VMs stops a service:",
    );
    expect(theFinding(found, 'availability-redis').title).toContain('Levels 1, 2, 3 and 4');
  });
});

describe('a promise that is also the reason to leave', () => {
  const cited = (level: number, section: string, item = `Level ${level}`) => ({
    ...promise('zero-downtime', level),
    also: [section, 'Year 2+: Level 4'].map((place) => ({ section: place, item, figure: null })),
  });
  const tree = 'Scaling Decision Tree';

  it('is found where it shares a line of the tree with a trigger, with the price of the step', () => {
    const found = foundBy(circular, [...quiet, cited(4, tree)]);
    expect(namesOf(found)).toEqual(['circular-l4 warning']);
    const [four, five] = [levelOf(quiet, 4), levelOf(quiet, 5)].map(({ total }) => total.bound);
    const step = ((five as number) - (four as number)).toLocaleString('en-IN');
    expect(found[0]?.arithmetic.at(-1)).toContain(`= ₹${step} a month`);
    expect(found[0]?.arithmetic.join()).toContain('recommended path (Year 2+: Level 4)');
  });

  it('is none on another line of the tree, on that of another level, or elsewhere', () => {
    expect(foundBy(circular, [...quiet, cited(4, tree, 'High Availability')])).toEqual([]);
    expect(foundBy(circular, [...quiet, cited(4, tree, 'Level 3')])).toEqual([]);
    expect(foundBy(circular, [...quiet, cited(4, 'Cost Summary Table')])).toEqual([]);
  });

  it('has no price where no level follows', () => {
    const trigger = madeClaim('l5-tree', 'trigger', 500, 'users', {
      level: 5,
      section: tree,
      item: 'Level 5',
      params: { metric: 'users', at: 'tree' },
    });
    const last = foundBy(circular, [...quiet, trigger, cited(5, tree)]);
    expect(last[0]?.arithmetic.at(-1)).toBe('no level follows Level 5');
  });

  it('is found at Levels 4 and 5 of the real catalogue', () => {
    const found = foundBy(circular, real);
    expect(namesOf(found)).toEqual(['circular-l4 warning', 'circular-l5 warning']);
    expect(found.map(({ title }) => title.split(': ')[1])).toEqual(['zero downtime', 'global distribution']);
  });
});

describe('external dependencies', () => {
  it('are counted where none are promised', () => {
    const [found] = foundBy(external, real);
    expect(namesOf(foundBy(external, real))).toEqual(['external-dependencies error']);
    expect(found?.arithmetic.at(-1)).toBe('4 + 3 + 4 + 1 + 1 = 13; promised: 0');
    expect(found?.cites).toHaveLength(14);
  });

  it('are no finding without the promise, or without any', () => {
    expect(
      foundBy(
        external,
        real.filter(({ kind }) => kind !== 'promise'),
      ),
    ).toEqual([]);
    expect(
      foundBy(
        external,
        real.filter(({ kind }) => kind !== 'external'),
      ),
    ).toEqual([]);
  });
});
