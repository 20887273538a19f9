import { STAFF_PASSWORD, staffEmail } from '../../scenarios/lib/staff.ts';
import type { Role } from '../core/level.ts';
import type { StartedLevel } from '../topology/start-level.ts';

function crm(at: string): string {
  return `CRM         https://${at}  (log in as ${staffEmail('mangatrai', 0)}, ${STAFF_PASSWORD})`;
}

type Vm = StartedLevel['vms'][number];

/** Where a port of the VM answers; null where the level file does not publish it. */
function addressOf(vm: Vm, port: number): string | null {
  try {
    return `127.0.0.1:${vm.port(port)}`;
  } catch {
    return null;
  }
}

function ledger(vm: Vm, port: number): string {
  const at = addressOf(vm, port);
  return at === null ? '' : `; ledger http://${at}/ledger`;
}

/** Whether it is the user's own or stands in for one, and with what it is asked. */
function whose(vm: Vm, letIn: string, admin: number): string {
  return vm.owner === 'user'
    ? `yours: ${vm.image}; ${letIn}`
    : `a stand-in: nothing leaves; ${letIn}${ledger(vm, admin)}`;
}

const services: {
  role: Role;
  port: number;
  show(at: string, level: StartedLevel, vm: Vm): string;
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
    show: (at, { secrets }, vm) =>
      `WhatsApp    http://${at}  (${whose(vm, `X-Api-Key ${secrets.waha}`, 3900)})`,
  },
  {
    role: 'telephony',
    port: 8088,
    show: (at, { secrets }, vm) =>
      `Telephony   http://${at}  (${whose(vm, `HTTP Basic: any user, password ${secrets.telephony}`, 8089)})`,
  },
  {
    role: 'outside',
    port: 8090,
    show: (at, _, vm) => `Outside     http://${at}  (push service, certificates${ledger(vm, 8091)})`,
  },
];

/** One line per service of a level that was left running: where it answers and how to get in. */
export function addressLines(level: StartedLevel): string[] {
  // behind a balancer the application VMs publish nothing
  const balanced = level.vms.some((vm) => vm.roles.includes('haproxy'));
  const all = [...level.vms, ...level.testHosts];
  return services
    .filter(({ role }) => !(balanced && role === 'nginx'))
    .flatMap(({ role, port, show }) =>
      all
        .filter((vm) => vm.roles.includes(role))
        .flatMap((vm) => {
          const at = addressOf(vm, port);
          return at === null ? [] : [show(at, level, vm)];
        }),
    );
}
