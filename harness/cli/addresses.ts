import { STAFF_PASSWORD, staffEmail } from '../../scenarios/lib/staff.ts';
import type { StartedLevel } from '../topology/start-level.ts';

const services: {
  role: 'nginx' | 'postgres' | 'redis' | 'pgbouncer' | 'waha';
  port: number;
  show(at: string, level: StartedLevel): string;
}[] = [
  {
    role: 'nginx',
    port: 443,
    show: (at) => `CRM         https://${at}  (log in as ${staffEmail('mangatrai', 0)}, ${STAFF_PASSWORD})`,
  },
  {
    role: 'postgres',
    port: 5432,
    show: (at, level) => `PostgreSQL  postgres://crm_owner:${level.secrets.owner}@${at}/crm`,
  },
  { role: 'redis', port: 6379, show: (at, level) => `Redis       redis://:${level.secrets.redis}@${at}` },
  { role: 'waha', port: 3000, show: (at) => `WhatsApp    http://${at}  (a placeholder: it sends nothing)` },
];

/** One line per service of a level that was left running: where it answers and how to get in. */
export function addressLines(level: StartedLevel): string[] {
  return services.flatMap(({ role, port, show }) =>
    level.vms.filter((vm) => vm.roles.includes(role)).map((vm) => show(`127.0.0.1:${vm.port(port)}`, level)),
  );
}
