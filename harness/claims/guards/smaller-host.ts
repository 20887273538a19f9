import { lessThanSpec } from '../basis.ts';
import { defineGuard } from '../define-guard.ts';

/** VMs smaller than the level's can only make the result worse. */
export default defineGuard({
  id: 'smaller-host',
  title: 'Every VM had the full size of its level',
  direction: 'hurts',
  evidence: ['topology'],
  bound: 'as much CPU and memory as the level gives each VM',
  likelyCause: 'The host is smaller than the level.',
  nextStep: 'Use a host that can give every VM its full size.',
  check(_spec, { topology }) {
    const less = topology.vms.flatMap(lessThanSpec);
    return { passed: topology.vms.length > 0 && less.length === 0, seen: less.join('; ') || 'full size' };
  },
});
