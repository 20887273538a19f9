import { groupDigits } from '../../../core/units.ts';
import { defineCheck, finding } from '../define-check.ts';
import { listed } from '../machine.ts';
import { claimsOf } from '../plan.ts';

/** Services of others that the document names against its promise to need none. */
export default defineCheck({
  id: 'external',
  title: 'The promise of no external dependencies against the outside services that are named',
  run(plan) {
    const promises = claimsOf(plan.claims, 'promise', { params: { promise: 'no-external-dependencies' } });
    const outside = claimsOf(plan.claims, 'external');
    const allowed = promises[0]?.bound ?? 0;
    if (promises.length === 0 || outside.length <= allowed) return { compared: outside.length, findings: [] };
    const groups = [...new Set(outside.map(({ service }) => service))].map(
      (service) => [service, outside.filter((claim) => claim.service === service)] as const,
    );
    const names = (claims: typeof outside) => listed(claims.map(({ params }) => String(params.what)));
    return {
      compared: outside.length,
      findings: [
        finding('external', {
          about: 'dependencies',
          severity: 'error',
          title: `The document promises no external dependencies and names ${groupDigits(outside.length)} outside services`,
          arithmetic: [
            ...groups.map(
              ([service, claims]) => `${service}: ${groupDigits(claims.length)} (${names(claims)})`,
            ),
            `${groups.map(([, claims]) => groupDigits(claims.length)).join(' + ')} = ${groupDigits(outside.length)}; promised: ${groupDigits(allowed)}`,
          ],
          means: `Payments, shop orders and calls stop, and certificates are not renewed, while the service behind them is down. What the services charge is in no total of a level, phase or set-up. Of the ${groupDigits(outside.length)} some are alternatives to choose from; one that is used is enough to break the promise.`,
          claims: [...promises, ...outside],
        }),
      ],
    };
  },
});
