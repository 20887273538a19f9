import { STAFF_PASSWORD, staffEmail } from '../../scenarios/lib/staff.ts';
import type { Role } from '../core/level.ts';
import type { StartedLevel } from '../topology/start-level.ts';

function crm(at: string): string {
  return `CRM         https://${at}  (log in as ${staffEmail('mangatrai', 0)}, ${STAFF_PASSWORD})`;
}

const services: {
  role: Role;
  port: number;
  show(at: string, level: StartedLevel): string;
}[] = [
  { role: 'nginx', port: 443, show: crm },
  { role: 'haproxy', port: 443, show: crm },
  { role: 'haproxy', port: 8404, show: (at) => `Balancer    http://${at}/metrics` },
  {
    role: 'postgres',
    port: 5432,
    show: (at, level) => `PostgreSQL  postgres://crm_owner:${level.secrets.owner}@${at}/crm`,
  },
  {
    role: 'replica',
    port: 5432,
    show: (at, level) => `Replica     postgres://crm_owner:${level.secrets.owner}@${at}/crm  (reads only)`,
  },
  {
    role: 'cdn',
    port: 443,
    show: (at) => `CDN         https://${at}/static/manifest.json`,
  },
  {
    role: 'storage',
    port: 9000,
    show: (at, level) => `Storage     http://${at}  (S3; access key crm, secret ${level.secrets.storage})`,
  },
  { role: 'monitoring', port: 9090, show: (at) => `Prometheus  http://${at}` },
  { role: 'redis', port: 6379, show: (at, level) => `Redis       redis://:${level.secrets.redis}@${at}` },
  {
    role: 'waha',
    port: 3000,
    show: (at) => `WhatsApp    http://${at}  (a stand-in of WAHA: it sends nothing to WhatsApp)`,
  },
  {
    role: 'telephony',
    port: 8088,
    show: (at) => `Telephony   http://${at}  (a placeholder: it takes no call)`,
  },
];

/** One line per service of a level that was left running: where it answers and how to get in. */
export function addressLines(level: StartedLevel): string[] {
  // behind a balancer the application VMs publish nothing
  const balanced = level.vms.some((vm) => vm.roles.includes('haproxy'));
  return services
    .filter(({ role }) => !(balanced && role === 'nginx'))
    .flatMap(({ role, port, show }) =>
      level.vms
        .filter((vm) => vm.roles.includes(role))
        .map((vm) => show(`127.0.0.1:${vm.port(port)}`, level)),
    );
}
