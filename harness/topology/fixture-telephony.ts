import { printedInVm } from './fixture-small-level.ts';
import type { StartedLevel } from './start-level.ts';

// A telephone system, the phones outside it and somebody who notes its webhooks, for tests.

/** One webhook as it came. */
export interface SeenWebhook {
  path: string;
  secret: string;
  // biome-ignore lint/suspicious/noExplicitAny: checked field by field
  body: any;
}

/** Runs in the VM `outside` in the CRM's place: notes what is posted, answers 503 to the first `?refuse` of them, tells all of it. */
const recorder = `
  let seen = [], refuse = 0;
  require('node:http').createServer((request, response) => {
    const url = new URL(request.url, 'http://x');
    if (request.method === 'GET') {
      if (url.searchParams.has('refuse')) { seen = []; refuse = Number(url.searchParams.get('refuse')); }
      return response.end(JSON.stringify(seen));
    }
    let text = '';
    request.on('data', (part) => { text += part; });
    request.on('end', () => {
      seen.push({ path: url.pathname, secret: request.headers['x-webhook-secret'], body: JSON.parse(text) });
      response.statusCode = refuse-- > 0 ? 503 : 200;
      response.end();
    });
  }).listen(9099, '0.0.0.0');`;

export const telephonyVms = [
  {
    name: 'telephony',
    roles: ['telephony' as const],
    ports: [8088, 8089],
    environment: { CRM_URL: 'http://outside:9099' },
  },
  { name: 'outside', roles: ['phones' as const], ports: [9099] },
];

/** What a test asks of a level of `telephonyVms`. */
export function telephonyOf(level: StartedLevel) {
  const vm = (name: string) => level.vms.find((one) => one.name === name) as (typeof level.vms)[number];
  const at = (name: string, port: number) => `http://127.0.0.1:${vm(name).port(port)}`;
  // biome-ignore lint/suspicious/noExplicitAny: checked field by field
  const json = async (url: string, body?: object): Promise<any> => {
    const answer = await fetch(url, body ? { method: 'POST', body: JSON.stringify(body) } : {});
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const admin = (path: string, body?: object) => json(`${at('telephony', 8089)}${path}`, body);
  const basic = (key: string) => `Basic ${Buffer.from(`crm:${key}`).toString('base64')}`;
  return {
    vm,
    admin,
    startRecorder: async () => {
      await printedInVm(level, 'outside', ['bash', '-c', 'node -e "$0" >/dev/null 2>&1 &', recorder]);
    },
    /** Webhooks since the recorder was last told how many to refuse. */
    webhooks: (): Promise<SeenWebhook[]> => json(at('outside', 9099)),
    forgetWebhooks: (refuse = 0) => json(`${at('outside', 9099)}/?refuse=${refuse}`),
    /** Asks for a call as the CRM does; the answer's status and body. */
    async connect(fields: Record<string, string> = {}, key = level.secrets.telephony) {
      const form = {
        From: '+919800000001',
        To: '+919811100001',
        CallerId: '+914400000000',
        CustomField: 'sarkar:1',
      };
      const answer = await fetch(`${at('telephony', 8088)}/v1/Accounts/crm/Calls/connect`, {
        method: 'POST',
        headers: { authorization: basic(key) },
        body: new URLSearchParams({ ...form, ...fields }),
      });
      // biome-ignore lint/suspicious/noExplicitAny: checked field by field
      return { status: answer.status, body: (await answer.json()) as any };
    },
    recording: (sid: string) =>
      fetch(`${at('telephony', 8088)}/recordings/${sid}`, {
        headers: { authorization: basic(level.secrets.telephony) },
      }),
    /** The record of a call. */
    async call(sid: string) {
      const calls = (await admin('/calls?most=1000')) as { sid: string }[];
      // biome-ignore lint/suspicious/noExplicitAny: checked field by field
      return calls.find((one) => one.sid === sid) as any;
    },
    /** Seconds of CPU that a VM has used. */
    async cpuSeconds(name: string) {
      const read =
        'cat /sys/fs/cgroup/cpuacct/cpuacct.usage 2>/dev/null || awk \'$1 == "usage_usec" { print $2 * 1000 }\' /sys/fs/cgroup/cpu.stat';
      return Number(await printedInVm(level, name, ['bash', '-c', read])) / 1e9;
    },
    /** The kernel's counters of UDP in the phones' VM: what reached it, whether SIPp read it, had not yet or had hung up. */
    async arrivedAtPhones() {
      const snmp = await printedInVm(level, 'outside', ['grep', '^Udp:', '/proc/net/snmp']);
      const [names = [], values = []] = snmp.split('\n').map((line) => line.split(' '));
      const value = (name: string) => Number(values[names.indexOf(name)]);
      return {
        arrived: value('InDatagrams') + value('InErrors') + value('NoPorts'),
        sent: value('OutDatagrams'),
      };
    },
    /** Tells the supervisor of a VM something. Throws where it does not do it. */
    supervisor: (name: string, ...words: string[]) =>
      printedInVm(level, name, ['supervisorctl', '-c', '/opt/vm/supervisord.conf', ...words]),
    ready: (name: string) => printedInVm(level, name, ['/opt/vm/ready', '--wait', '20']),
    /** Programs of a VM that died on their own so far. */
    unexpectedExits: async (name: string) =>
      Number(await printedInVm(level, name, ['bash', '-c', "grep -c '' /run/vm/unexpected-exits || true"])),
  };
}
