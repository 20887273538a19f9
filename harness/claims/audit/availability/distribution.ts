import type { Finding } from '../../../core/finding.ts';
import { finding } from '../define-check.ts';
import { levelsText } from '../machine.ts';
import type { Plan } from '../plan.ts';
import { countOf, vmsOf } from '../statements.ts';
import { plain } from '../written.ts';

/** Levels that promise files from all over the world with one CDN VM at most; null where there is none. */
export function globalFromOnePlace(plan: Plan): Finding | null {
  const promising = plan.levels.flatMap((level) => {
    const promises = level.promises.filter(({ params }) => params.promise === 'global-distribution');
    const vms = vmsOf(level, 'cdn');
    return promises.length > 0 && (vms?.count ?? 0) <= 1 ? [{ level, promises, vms }] : [];
  });
  if (promising.length === 0) return null;
  return finding('availability', {
    about: 'global',
    severity: 'error',
    title: `${levelsText(promising.map(({ level }) => level.level))} promises global distribution with one CDN VM`,
    arithmetic: promising.map(
      ({ level, vms }) =>
        `Level ${level.level}: ${plain(vms?.count ?? 0)} CDN VM is in ${plain(vms?.count ?? 0)} place; to be near users in 2 places takes 2`,
    ),
    means:
      'Users far away fetch files from the same place as before. The VM takes work off the others; it shortens no distance.',
    claims: promising.flatMap(({ promises, vms }) => [...promises, ...(vms === null ? [] : [countOf(vms)])]),
  });
}
