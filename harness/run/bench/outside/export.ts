import { HarnessError } from '../../../core/errors.ts';
import { MIB } from '../../../core/units.ts';
import { monotonicMs, sleep } from '../../../host/clock.ts';
import { logInAt } from '../../fixture-crm-client.ts';
import type { Figure } from '../budgets.ts';
import type { Bench } from './scene.ts';

const mostWorkerBytes = 150 * MIB;

/** Resident bytes of the CRM's job processes, each. */
async function workerBytes({ app }: Bench): Promise<number> {
  const { stdout } = await app.exec([
    ...[
      'bash',
      '-c',
      "for f in $(grep -lzs '^crm jobs' /proc/[0-9]*/cmdline); do grep VmRSS $(dirname $f)/status; done",
    ],
  ]);
  const each = [...stdout.matchAll(/VmRSS:\s+(\d+) kB/g)].map(([, kB]) => Number(kB) * 1024);
  return Math.max(0, ...each);
}

/** Memory of the process that writes exports of all customers, the most that was seen, and how long they take. */
export async function measureExport(bench: Bench, customers: number): Promise<Figure[]> {
  const staff = await logInAt(bench.target, 1);
  const figures: Figure[] = [];
  for (const format of ['csv', 'xlsx']) {
    const from = monotonicMs();
    const asked = await staff.send('POST', '/api/exports', { kind: 'customers', format });
    if (asked.status !== 202) throw new HarnessError('load-failed', `the export is refused: ${asked.status}`);
    let most = 0;
    let now = asked.body;
    while (now.status !== 'done') {
      if (now.status === 'failed' || monotonicMs() - from > 300_000)
        throw new HarnessError('load-failed', `the export is ${now.status}`);
      most = Math.max(most, await workerBytes(bench));
      await sleep(100, bench.signal);
      now = (await staff.send('GET', `/api/exports/${asked.body.id}`)).body;
    }
    most = Math.max(most, await workerBytes(bench));
    figures.push(
      {
        ...{
          what: `${format} of ${customers} customers, worker's memory`,
          value: most,
          most: mostWorkerBytes,
        },
        show: (value) => `${(value / MIB).toFixed(0)} MB`,
      },
      {
        ...{ what: `${format}, took`, value: monotonicMs() - from, most: null },
        show: (value) => `${(value / 1000).toFixed(1)} s`,
      },
      { what: `${format}, rows missing`, value: customers - now.rowsDone, most: 0, show: String },
    );
  }
  await staff.close();
  return figures;
}
