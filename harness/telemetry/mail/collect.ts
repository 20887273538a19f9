import { defineCollector } from '../collector.ts';
import { around, steadyGrowth } from '../series.ts';

interface Reading {
  queued: number;
  /** Since the VM started. */
  delivered: number;
}

interface Facts {
  vm: string;
}

/** What the mail role's `counts` prints: name and number, a tab between. Throws where one is missing. */
export function readingOf(text: string): Reading {
  const lines = new Map(text.split('\n').map((line) => line.split('\t') as [string, string | undefined]));
  const count = (name: string) => {
    const value = lines.get(name);
    if (value === undefined || !/^\d+$/.test(value)) throw new Error(`the mail server does not tell ${name}`);
    return Number(value);
  };
  return { queued: count('queued'), delivered: count('delivered') };
}

/** The mail queue, and what reached the sink. Each reading starts a process in the VM, so there are few. */
export default defineCollector<'mail', Reading, Facts>({
  id: 'mail',
  source: 'Postfix’s queue and the sink’s mailbox, one reading every 10 seconds',
  everyMs: 10_000,
  applies: ({ vms }) => vms.some(({ roles }) => roles.includes('smtp')),
  async open({ level }) {
    const vm = level.vmWith('smtp');
    return {
      async read() {
        const { exitCode, stdout, stderr } = await vm.exec(['/opt/vm/roles/smtp/counts']);
        if (exitCode !== 0) throw new Error(`counts ended with ${exitCode}: ${(stderr || stdout).trim()}`);
        return readingOf(stdout);
      },
      facts: async () => ({ vm: vm.name }),
      close: async () => {},
    };
  },
  reduce(readings, { vm }, window) {
    const seen = around(readings, window);
    return {
      vm,
      delivered: Math.round(steadyGrowth(readings, window, (r) => r.delivered)),
      queuedMax: Math.max(...seen.map(({ reading }) => reading.queued)),
      observations: seen.length,
    };
  },
});
