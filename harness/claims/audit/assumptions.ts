import type { AssumptionValue } from '../../core/finding.ts';
import { GIB } from '../../core/units.ts';

/** Something taken as given, with the value it usually has and where that comes from. */
interface Assumption {
  label: string;
  usual: number;
  unit: string;
  least: number;
  most: number;
  source: string;
}

/** What the audit takes as given where the document says nothing. Each is an option of `capacity audit` by its name. */
export const assumptions = {
  actionSeconds: {
    label: 'seconds between two actions of a user',
    usual: 20,
    unit: 's',
    least: 1,
    most: 3600,
    source:
      'the workload of this harness (scenarios/README.md): Siebel names 30 s and 15 s when busy, Jira 13 s, service desks 36 s',
  },
  requestsPerAction: {
    label: 'requests that one action sends',
    usual: 3,
    unit: 'requests',
    least: 1,
    most: 50,
    source: 'the workload of this harness; no published ratio was found',
  },
  readQueriesPerRequest: {
    label: 'reading queries that one request sends to the database',
    usual: 1,
    unit: 'queries',
    least: 0.1,
    most: 100,
    source:
      'a low figure on purpose; the reference CRM of this harness was seen to send 1.15 statements a request',
  },
  responseKilobytes: {
    label: 'kilobytes of one response on the wire',
    usual: 10,
    unit: 'kB',
    least: 0.1,
    most: 10_000,
    source: 'an assumption: a compressed page of JSON with its share of static files',
  },
  busyHoursPerDay: {
    label: 'hours a day at which the claimed users are at work',
    usual: 8,
    unit: 'h',
    least: 1,
    most: 24,
    source: 'an assumption: a shop day of ten hours at four fifths of its full number',
  },
  workingDaysPerMonth: {
    label: 'working days in a month',
    usual: 26,
    unit: 'days',
    least: 1,
    most: 31,
    source: 'six days a week',
  },
  backupRatio: {
    label: 'size of one full backup as a share of the database',
    usual: 0.1,
    unit: 'of the database',
    least: 0.01,
    most: 2,
    source:
      'measured: the compressed dump of 10,000 seeded customers was 17 MB of a database of 177 MB; real data seldom compress so well',
  },
  systemBytes: {
    label: 'disk taken by the system, programs and logs',
    usual: 10 * GIB,
    unit: 'bytes',
    least: 0,
    most: 1024 * GIB,
    source: 'an assumption',
  },
  messagesPerMinutePerNumber: {
    label: 'WhatsApp messages a minute from one number that is not to be banned',
    usual: 2,
    unit: 'messages/min',
    least: 0.1,
    most: 5000,
    source: 'advice of the WAHA project on how to avoid blocking: one or two',
  },
  messagingHoursPerDay: {
    label: 'hours a day in which customers may be written to',
    usual: 10,
    unit: 'h',
    least: 1,
    most: 24,
    source: 'an assumption: shop hours',
  },
  dailyPerConcurrent: {
    label: 'users a day for each user at a time',
    usual: 2,
    unit: 'users a day',
    least: 1,
    most: 20,
    source:
      "the scenario's own figures: 200 / 150 = 1.33 at least and 300 / 90 = 3.33 at most; its like ends give 300 / 150 = 2 and 200 / 90 = 2.22",
  },
  redisClusterPrimaries: {
    label: 'primaries that a Redis cluster has at least',
    usual: 3,
    unit: 'primaries',
    least: 1,
    most: 100,
    source: 'Redis cluster specification; a replica of each is needed for its part of the keys to survive',
  },
  customersGrowthPerMonth: {
    label: 'growth a month of all that is asked for',
    usual: 0.03,
    unit: 'a month',
    least: 0,
    most: 1,
    source: 'an assumption: about 40 % a year',
  },
} as const satisfies Record<string, Assumption>;

export type AssumptionId = keyof typeof assumptions;
/** A value for every assumption. */
export type Assumptions = Readonly<Record<AssumptionId, number>>;

export const assumptionIds = Object.keys(assumptions) as AssumptionId[];

export const usualAssumptions: Assumptions = Object.fromEntries(
  assumptionIds.map((id) => [id, assumptions[id].usual]),
) as Record<AssumptionId, number>;

/** An assumption as it was used, for people. */
export function describeAssumption(id: AssumptionId, value: number): AssumptionValue {
  const { label, unit, source, usual } = assumptions[id];
  return { id, label, value, text: textOf(value, unit), source, usual: value === usual };
}

const singular: Record<string, string> = {
  queries: 'query',
  requests: 'request',
  days: 'day',
  primaries: 'primary',
};

function textOf(value: number, unit: string): string {
  if (unit === 'bytes') return `${Number((value / GIB).toPrecision(3))} GB`;
  if (unit === 'of the database' || unit === 'a month')
    return `${Number((value * 100).toPrecision(3))} % ${unit}`;
  return `${value} ${value === 1 ? (singular[unit] ?? unit) : unit}`;
}
