/** What a monitoring VM is told to look at: '<vm>=<role>,<role>' for every VM, with blanks between. */
const MONITORED = 'MONITORED_VMS';

/**
 * A VM's environment without the VMs that have no exporters. The monitoring VM is ready when every target answers, which a
 * foreign image never does; its own settings count targets from the same variable. One that watches nobody stays as it is.
 */
export function monitoringOnly(
  environment: Readonly<Record<string, string>>,
  foreign: ReadonlySet<string>,
): Record<string, string> {
  const told = environment[MONITORED];
  if (told === undefined || foreign.size === 0) return { ...environment };
  const watched = told
    .split(/\s+/)
    .filter((entry) => entry !== '' && !foreign.has(entry.split('=')[0] ?? ''));
  return { ...environment, [MONITORED]: watched.join(' ') };
}
