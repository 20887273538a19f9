import type { Claim } from '../../core/claim.ts';
import type { Finding } from '../../core/finding.ts';
import { GIB, TIB } from '../../core/units.ts';
import { type AssumptionId, type Assumptions, assumptionIds, usualAssumptions } from './assumptions.ts';
import type { Check } from './define-check.ts';
import { madeClaim } from './fixture-claim.ts';
import { agreeingClaims } from './fixture-document.ts';
import { planOf } from './plan.ts';

// For tests: the document that agrees with itself, completed by traffic, scenario, path and services.

const group = (metric: string) => ({ comparator: '>', params: { metric, at: 'group' } }) as const;
const scenario = (figure: string) => ({ params: { figure } });
const limit = (metric: string, option: string) => ({ comparator: '<=', params: { metric, option } }) as const;

/** Its users, levels and thresholds are such that no trigger fires too early and everything fits. */
export function quietClaims(): Claim[] {
  return [
    ...agreeingClaims(),
    // 0.15 requests a second of each user: both from 547 users on, within the range of Level 5.
    madeClaim('t-requests', 'trigger', 82, 'rps', group('requests')),
    madeClaim('t-reads', 'trigger', 295_200, 'queries-per-hour', group('read-queries')),
    madeClaim('t-daily', 'trigger', 1000, 'users', group('daily-users')),
    madeClaim('t-cdn', 'trigger', 1000, 'users', {
      comparator: '>=',
      params: { metric: 'daily-users', at: 'service' },
    }),
    madeClaim('t-bandwidth', 'trigger', 0.8, 'ratio', group('bandwidth')),
    madeClaim('t-backup', 'trigger', 50 * GIB, 'bytes', group('backup-size')),
    madeClaim('t-disk', 'trigger', 0.8, 'ratio', group('disk')),
    madeClaim('t-database', 'trigger', 15 * GIB, 'bytes', { ...group('database-size'), service: 'database' }),
    madeClaim('bandwidth-app', 'spec-bandwidth', [TIB, 2 * TIB], 'bytes-per-month', {
      params: { of: 'app', grade: 'start' },
    }),
    madeClaim('whatsapp-single', 'limit', 1000, 'messages-per-day', limit('whatsapp-per-day', 'single')),
    madeClaim(
      'whatsapp-dedicated',
      'limit',
      1200,
      'messages-per-day',
      limit('whatsapp-per-day', 'dedicated'),
    ),
    madeClaim('calls-single', 'limit', 50, 'calls', limit('calls', 'single')),
    madeClaim('mails-same-vm', 'limit', 100_000, 'emails-per-day', limit('emails-per-day', 'same-vm')),
    madeClaim('mails-dedicated', 'limit', 200_000, 'emails-per-day', limit('emails-per-day', 'dedicated')),
    madeClaim('price-mail-dedicated', 'price-option', [1500, 2000], 'inr-per-month', {
      params: { of: 'mail', option: 'dedicated' },
    }),
    madeClaim('retention', 'retention', [1, 2], 'days'),
    madeClaim('s-customers', 'scenario', 3000, 'customers', scenario('customers')),
    madeClaim('s-customers-per-tenant', 'scenario', 1000, 'customers', scenario('customers-per-tenant')),
    madeClaim('s-users', 'scenario', [60, 75], 'users', scenario('users')),
    madeClaim('s-users-per-tenant', 'scenario', [20, 25], 'users', scenario('users-per-tenant')),
    madeClaim('s-daily', 'scenario', [120, 150], 'users', scenario('daily-users')),
    madeClaim('s-data', 'scenario', [5 * GIB, 10 * GIB], 'bytes', scenario('data-size')),
    ...[1, 2, 3].map((step) =>
      madeClaim(`path-${step}`, 'path-months', [step * 3 - 2, step * 3], 'months', {
        level: step,
        params: { step },
      }),
    ),
    madeClaim('path-4', 'path-months', 10, 'months', { level: 4, comparator: '>=', params: { step: 4 } }),
    madeClaim('path-3-customers', 'path-customers', 4000, 'customers', { level: 3, params: { step: 3 } }),
    madeClaim('path-4-customers', 'path-customers', 16_000, 'customers', { level: 4, params: { step: 4 } }),
  ];
}

/** What a check finds. */
export function foundBy(
  check: Check,
  claims: readonly Claim[],
  assumed: Partial<Assumptions> = {},
): Finding[] {
  return check.run(planOf(claims), { ...usualAssumptions, ...assumed }).findings;
}

/** `id severity` of each finding. */
export function namesOf(findings: readonly Finding[]): string[] {
  return findings.map(({ id, severity }) => `${id} ${severity}`);
}

/** The finding of an id. Throws where there is none. */
export function theFinding(findings: readonly Finding[], id: string): Finding {
  const found = findings.find((one) => one.id === id);
  if (found === undefined) throw new Error(`${id} was not found; there are ${namesOf(findings).join(', ')}`);
  return found;
}

/** Findings that change with an assumption that they do not name, as `finding: assumption`. */
export function hiddenAssumptions(check: Check, claims: readonly Claim[]): string[] {
  const usual = foundBy(check, claims);
  return assumptionIds.flatMap((id: AssumptionId) =>
    [0.1, 0.5, 1.3, 3].flatMap((times) => {
      const other = foundBy(check, claims, { [id]: usualAssumptions[id] * times });
      const all = [...usual, ...other].filter(({ assumes }) => !assumes.includes(id));
      return [...new Set(all.map((finding) => finding.id))]
        .filter((name) => {
          const [before, after] = [usual, other].map((list) => list.find((one) => one.id === name));
          return JSON.stringify(before) !== JSON.stringify(after);
        })
        .map((name) => `${name}: ${id}`);
    }),
  );
}
