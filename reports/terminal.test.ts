import { describe, expect, it } from 'vitest';
import { fixtureRecord, invalidRecord, shortRecord } from './fixture.ts';
import { renderTerminal } from './terminal.ts';
import { columnsOf } from './text-table.ts';

it('answers first, then lists every claim, then says why and what next', () => {
  expect(renderTerminal(shortRecord(), { colour: false, width: 100 })).toMatchInlineSnapshot(`
    "Level 1 carries 150 users of the reference CRM: yes (preliminary), with 62 % to spare
    With 150 users every criterion holds, each with its whole interval.
    ₹3,500 a month, ₹1,167 a tenant

    claim          outcome        observed                    bound        margin  basis
    -------------  -------------  --------------------------  -----------  ------  ----------
    l1-p95         refuted*       118 ms (73.9 ms to 190 ms)  < 500 ms      −61 %  measured
    l1-cache-hit   inconclusive*  74.4 % (69.1 % to 79.2 %)   ≥ 70 %         −2 %  a-fortiori
    l1-users-150   verified*      150 users                   ≥ 150 users   +62 %  a-fortiori
    l1-email-1000  not tested     not observed                ≥ 1,000           -  -

    ✕ refuted: l1-p95
      p95 is above the limit with its whole interval.
    ? inconclusive: l1-cache-hit
      The interval 69.1 % to 79.2 % holds the limit of 70 %. Would be settled by: A longer window: the
      standard profile looks up about thirty times as often.
    – not tested: l1-email-1000
      No e-mail was sent in this run. Would be settled by: A probe of the mail service.
    * preliminary: one short run cannot see how much runs differ.

    Note: The host has 2 cores, the level lists 4 vCPU. A pass still counts; a fail proves nothing about
    the document. Run on a host with at least 5 cores to be able to refute.

    The document against itself: 2 errors, 2 warnings, 1 note
    "
  `);
});

it('gives one reason once for all claims of an invalid run, and the guard', () => {
  const text = renderTerminal(invalidRecord(), { colour: false, width: 80 });
  expect(text.slice(text.indexOf('\n? '))).toMatchInlineSnapshot(`
    "
    ? inconclusive: l1-users-100, l1-users-150, l1-customers-10000,
    l1-database-size, l1-tenant-isolation, l1-p95, l1-error-rate, l1-mean-query,
    l1-cpu, l1-memory, l1-connections, l1-cache-hit
      The run is invalid: the generator did not keep its schedule. Would be settled
      by: A run on a host of the document’s size.
    – untestable as written: l1-cpu-consistently
      “Consistently” has no duration in this sentence. Would be settled by: A
      duration, such as the one hour that the document names elsewhere.
    – not tested: l1-email-1000
      No e-mail was sent in this run. Would be settled by: A probe of the mail
      service.
    * preliminary: one short run cannot see how much runs differ.

    Guard failed: The generator kept its schedule (could flatter: invalidates the
    run)
      Seen: p99 48 ms late; allowed: p99 at most 5 ms. Other work on the same host.
      Stop other work and run again.
    Note: The host has 2 cores, the level lists 4 vCPU. A pass still counts; a fail
    proves nothing about the document. Run on a host with at least 5 cores to be
    able to refute.

    The document against itself: 2 errors, 2 warnings, 1 note
    "
  `);
});

describe('width', () => {
  it.each([20, 60, 72, 80, 100, 250])('%i columns are not exceeded (at least 60, at most 100)', (width) => {
    for (const record of [fixtureRecord(), invalidRecord(), shortRecord()])
      for (const line of renderTerminal(record, { colour: false, width }).split('\n'))
        expect(columnsOf(line)).toBeLessThanOrEqual(Math.max(60, Math.min(100, width)));
  });
});

it('has colour only when asked, and says the same with it', () => {
  const plain = renderTerminal(shortRecord(), { colour: false, width: 100 });
  const coloured = renderTerminal(shortRecord(), { colour: true, width: 100 });
  expect(plain).not.toContain('\u001b');
  expect(coloured).toContain('\u001b[31mrefuted*');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ESC starts the codes that are taken away
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain);
});
