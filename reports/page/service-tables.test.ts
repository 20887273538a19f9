import { describe, expect, it } from 'vitest';
import type { EvidenceSet } from '../../harness/core/evidence/catalogue.ts';
import { unavailable } from '../../harness/core/evidence/envelope.ts';
import { manyServicesRecord } from '../fixture/service-evidence.ts';
import { fixtureRecord } from '../fixture.ts';
import html from '../formats/html.ts';
import { serviceTables, telemetryTables } from './service-tables.ts';
import type { Table } from './table.ts';

const evidence = manyServicesRecord().repetitions[0]?.evidence as EvidenceSet;
const textOf = (table: Table | undefined) =>
  table?.rows.map(({ head, cells }) => [head, ...cells.map(({ text }) => text)]);

describe('the tables of services', () => {
  it('say in plain words what was seen of each', () => {
    expect(textOf(serviceTables(evidence)[0])).toEqual([
      ['Read replica', 'replica-1', 'streamed 100 % of the time; at most 312 ms and 1.2 MB behind'],
      [
        'Read replica',
        'replica-2',
        'streamed 80 % of the time; lag not known, for nothing was written, and 0 B behind',
      ],
      ['Read replica', 'replica-3', 'streamed 0 % of the time; never seen by its primary'],
      [
        'PgBouncer',
        'db',
        '40 of 40 connections busy at most; 7 clients waiting at once, 48.2 ms at most; mean wait 1.4 ms; 2,410 transactions',
      ],
      [
        'PgBouncer',
        'replica-1',
        '3 of 20 connections busy at most; nobody seen waiting; mean wait 0.02 ms; 1 transaction',
      ],
      ['PgBouncer', 'replica-2', 'not observed: a counter ran backwards: its source restarted'],
      [
        'Load balancer',
        'all servers',
        'nothing queued; 1 retry, 3 times on another server; 12 requests at work at most',
      ],
      ['Load balancer', 'app-1', '59.9 % of the requests (574)'],
      [
        'Load balancer',
        'app-2',
        '40.1 % of the requests (384); 4 answered 5xx; 2 connections failed; down for 11 s',
      ],
      [
        'Nginx',
        'cdn',
        '958 requests (620 API, 300 static); 95 % from its cache (285 of 300); 0 refused by the rate limit; 48 connections at most',
      ],
      [
        'Nginx',
        'app-1',
        '920 requests (620 API, 300 static); nothing asked of its cache; 17 refused by the rate limit; 48 connections at most',
      ],
      ['Mail', 'app-1', '340 delivered; 12 in the queue at most'],
    ]);
  });

  it('list the processes of all VMs, most CPU first, and the VMs that are missing', () => {
    const table = serviceTables(evidence)[1];
    expect(textOf(table)).toEqual([
      ['crm', 'app-1', '14.2 s', '410 MB', '5'],
      ['postgres', 'db', '9.4 s', '1.1 GB', '46'],
      ['pgbouncer', 'db', '800 ms', '9 MB', '1'],
    ]);
    expect(table?.facts).toEqual([{ label: 'app-2', value: 'not observed: no readings around the window' }]);
  });

  it('say why a service was not observed', () => {
    const set = { ...evidence, nginx: unavailable('nginx', 'stub_status', 'no port 8082') };
    const nginx = textOf(serviceTables(set)[0])?.filter(([service]) => service === 'Nginx');
    expect(nginx).toEqual([['Nginx', '', 'not observed: no port 8082']]);
  });

  it('tell what the observing cost', () => {
    const [table] = telemetryTables(evidence);
    expect(textOf(table)).toEqual([
      ['postgres', '45', '0', '6.1 ms', '31 ms'],
      ['mail', '0', '0', 'none', 'none'],
    ]);
    expect(table?.facts[0]?.value).toBe('3.4 % of one core');
  });

  it('are not there for a run without such evidence, and on the page for one that has it', () => {
    const older = fixtureRecord();
    expect(serviceTables(older.repetitions[0]?.evidence as EvidenceSet)).toEqual([]);
    expect(html.render(older)).not.toContain('id="table-services"');
    const page = html.render(manyServicesRecord());
    for (const id of ['services', 'processes', 'telemetry']) expect(page).toContain(`id="table-${id}"`);
  });
});
