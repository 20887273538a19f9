import { z } from 'zod';
import type { Claim } from '../core/claim.ts';
import type { Unit } from '../core/units.ts';

/** VMs that the document lists, by what they are for. `app` is the application VM. */
const vmNames = [
  'app',
  'db',
  'replica',
  'redis',
  'balancer',
  'waha',
  'telephony',
  'mail',
  'cdn',
  'monitoring',
] as const;
export type VmName = (typeof vmNames)[number];

const setups = ['minimum', 'recommended', 'enterprise'] as const;
export type Setup = (typeof setups)[number];

/** What a trigger ('scale when ...') or a limit ('up to ...') is about. */
const metrics = [
  'users',
  'users-share',
  'customers',
  'database-size',
  'cpu',
  'cpu-hours',
  'memory',
  'disk',
  'backup-size',
  'media-size',
  'daily-users',
  'requests',
  'bandwidth',
  'read-queries',
  'connections',
  'query-time',
  'cache-hit',
  'p95',
  'error-rate',
  'whatsapp-per-day',
  'calls',
  'emails-per-day',
] as const;
export type Metric = (typeof metrics)[number];

const vm = z.enum(vmNames);
const phase = z.number().int().min(1).max(3);
const setup = z.enum(setups);
const step = z.number().int().min(1).max(4);
const word = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/** One kind of statement that the audit reads: its units, whether it belongs to a level, and its params. */
interface Reading {
  units: readonly Unit[];
  level: 'always' | 'never' | 'either';
  params: z.ZodType;
}

/** What each kind of claim that no load judges has to look like. The kinds that a load judges are in `kinds/`. */
export const vocabulary = {
  /** How many VMs of a name a level has, their size, and what all of that name cost together. */
  'vm-count': { units: ['count'], level: 'always', params: z.strictObject({ vm }) },
  'vm-vcpu': { units: ['vcpu'], level: 'always', params: z.strictObject({ vm }) },
  'vm-memory': { units: ['bytes'], level: 'always', params: z.strictObject({ vm }) },
  'vm-disk': { units: ['bytes'], level: 'always', params: z.strictObject({ vm }) },
  'price-vm': { units: ['inr-per-month'], level: 'always', params: z.strictObject({ vm }) },
  /** Object storage of a level. */
  'storage-size': { units: ['bytes'], level: 'always', params: z.strictObject({}) },
  'price-storage': { units: ['inr-per-month'], level: 'always', params: z.strictObject({}) },
  /** What a level, a phase or a set-up costs in all. */
  'price-total': {
    units: ['inr-per-month'],
    level: 'either',
    params: z.union([z.strictObject({}), z.strictObject({ phase }), z.strictObject({ setup })]),
  },
  'price-per-tenant': { units: ['inr-per-month'], level: 'always', params: z.strictObject({}) },
  /** A line of a set-up; `count` VMs where it is one of VMs. */
  'price-part': {
    units: ['inr-per-month', 'inr-per-year'],
    level: 'never',
    params: z.strictObject({ setup, part: word }),
  },
  /** How many VMs a phase or a set-up lists of a name. */
  'part-count': {
    units: ['count'],
    level: 'never',
    params: z.union([z.strictObject({ phase, vm }), z.strictObject({ setup, vm })]),
  },
  /** A price that a service is given apart from any level: `of` names the VM or service, `option` the choice. */
  'price-option': {
    units: ['inr-per-month', 'inr-per-year'],
    level: 'never',
    params: z.strictObject({ of: word, option: word }),
  },
  /** A size or count that a service is given apart from any level; `grade` is start or scaled. */
  'spec-count': { units: ['count'], level: 'never', params: z.strictObject({ of: word, grade: word }) },
  'spec-vcpu': { units: ['vcpu'], level: 'never', params: z.strictObject({ of: word, grade: word }) },
  'spec-memory': { units: ['bytes'], level: 'never', params: z.strictObject({ of: word, grade: word }) },
  'spec-disk': { units: ['bytes'], level: 'never', params: z.strictObject({ of: word, grade: word }) },
  'spec-bandwidth': {
    units: ['bytes-per-month'],
    level: 'never',
    params: z.strictObject({ of: word, grade: word }),
  },
  'phase-users': { units: ['users'], level: 'never', params: z.strictObject({ phase }) },
  'phase-customers': { units: ['customers'], level: 'never', params: z.strictObject({ phase }) },
  /** 'Scale when': in a level's own text, in the decision tree, or in a trigger group that holds for every level. */
  trigger: {
    units: [
      'users',
      'customers',
      'bytes',
      'ratio',
      'count',
      'rps',
      'ms',
      'hours',
      'messages-per-day',
      'queries-per-hour',
    ],
    level: 'either',
    params: z.strictObject({
      metric: z.enum(metrics),
      at: z.enum(['level', 'tree', 'group', 'service', 'path']),
    }),
  },
  /** 'Up to': what a service carries in one of its options. */
  limit: {
    units: ['messages-per-day', 'emails-per-day', 'calls', 'users'],
    level: 'never',
    params: z.strictObject({ metric: z.enum(metrics), option: word }),
  },
  /** A version, a setting or a size that a part must have. */
  requirement: {
    units: ['version', 'count', 'bytes', 'ratio'],
    level: 'either',
    params: z.strictObject({ of: word }),
  },
  retention: { units: ['days'], level: 'never', params: z.strictObject({}) },
  /** The scenario that the levels are drawn up for. */
  scenario: {
    units: ['users', 'customers', 'tenants', 'bytes', 'count'],
    level: 'never',
    params: z.strictObject({
      figure: z.enum([
        'customers',
        'tenants',
        'customers-per-tenant',
        'users',
        'users-per-tenant',
        'daily-users',
        'data-size',
      ]),
    }),
  },
  /** A step of the recommended path: the months it is for, and the customers from which it is due. */
  'path-months': { units: ['months', 'years'], level: 'always', params: z.strictObject({ step }) },
  'path-customers': { units: ['customers'], level: 'always', params: z.strictObject({ step }) },
  /** A period that the document names: how long to watch before scaling. */
  period: { units: ['months', 'hours', 'days'], level: 'never', params: z.strictObject({ of: word }) },
  /** A share of capacity at which the document says to scale. */
  rule: { units: ['ratio'], level: 'never', params: z.strictObject({ of: word }) },
  /** A promise without a figure of its own; its bound says what keeping it would be. */
  promise: {
    units: ['count', 'ratio', 'hours'],
    level: 'either',
    params: z.strictObject({
      promise: z.enum([
        'high-availability',
        'zero-downtime',
        'no-external-dependencies',
        'tenant-isolation',
        'global-distribution',
        'redis-high-availability',
      ]),
    }),
  },
  /** A service outside the document's own VMs that the CRM uses; the bound is one. */
  external: { units: ['count'], level: 'never', params: z.strictObject({ what: word }) },
} as const satisfies Record<string, Reading>;

type AuditKind = keyof typeof vocabulary;

/** Why a claim does not fit what the audit reads its kind as; null where it does. */
export function misread(claim: Claim): string | null {
  const reading: Reading | undefined = Object.hasOwn(vocabulary, claim.kind)
    ? vocabulary[claim.kind as AuditKind]
    : undefined;
  if (reading === undefined)
    return `no kind of statement is called '${claim.kind}'; there are ${Object.keys(vocabulary).join(', ')}`;
  if (!reading.units.includes(claim.unit))
    return `a claim of kind '${claim.kind}' is in ${reading.units.join(' or ')}, this one in ${claim.unit}`;
  if (reading.level === 'always' && claim.level === null)
    return `a claim of kind '${claim.kind}' belongs to a level`;
  if (reading.level === 'never' && claim.level !== null)
    return `a claim of kind '${claim.kind}' belongs to no level, this one to level ${claim.level}`;
  const params = reading.params.safeParse(claim.params);
  if (params.success) return null;
  const [issue] = params.error.issues;
  return `params of kind '${claim.kind}': ${[issue?.path.join('.'), issue?.message].filter(Boolean).join(': ')}`;
}
