import type { Finding } from '../../../core/finding.ts';
import { finding } from '../define-check.ts';
import { levelsText } from '../machine.ts';
import type { Plan } from '../plan.ts';
import { countOf, vmsOf } from '../statements.ts';

/** Levels that promise files from all over the world with one CDN VM at most; null where there is none. */
export function globalFromOnePlace(plan: Plan): Finding | null {
  const promising = plan.levels.flatMap((level) => {
    const promises = level.promises.filter(({ params }) => params.promise === 'global-distribution');
    const vms = vmsOf(level, 'cdn');
    return promises.length > 0 && (vms?.count ?? 0) <= 1 ? [{ level, promises, vms }] : [];
  });
  if (promising.length === 0) return null;
  const someHaveOne = promising.some(({ vms }) => vms !== null);
  return finding('availability', {
    about: 'global',
    severity: 'warning',
    title: `${levelsText(promising.map(({ level }) => level.level))} promises global distribution with ${someHaveOne ? 'one CDN VM' : 'no CDN VM'}`,
    arithmetic: promising.map(
      ({ level, vms }) =>
        `Level ${level.level}: ${vms === null ? 'no CDN VM is listed' : '1 CDN VM is listed, and one VM is in one place'}`,
    ),
    means:
      'That global distribution takes more than one place is our reading; the document names neither places nor response times. Ask for them before paying for the promise.',
    claims: promising.flatMap(({ promises, vms }) => [...promises, ...(vms === null ? [] : [countOf(vms)])]),
  });
}
