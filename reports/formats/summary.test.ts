import { expect, it } from 'vitest';
import { invalidRecord, shortRecord } from '../fixture.ts';
import summary from './summary.ts';

it('answers first, then lists every claim, then says why and what next', () => {
  expect(summary.render(shortRecord())).toMatchInlineSnapshot(`
    "## Level 1 carries 150 users of the reference CRM: yes (preliminary), with 62 % to spare

    With 150 users every criterion holds, each with its whole interval.

    **₹3,500** a month, ₹1,167 a tenant, ₹23.33 a verified user (preliminary, reference CRM) (the document's total for Level 1)

    ✕ 1 refuted · ? 1 inconclusive · ✓ 1 verified · – 1 not tested

    | Outcome | Claim | Observed | Bound | Margin | Basis |
    | --- | --- | ---: | ---: | ---: | --- |
    | ✕ refuted (preliminary) | p95 response time stays below 500 ms<br>\`l1-p95\` | 118 ms<br>73.9 ms to 190 ms | &lt; 500 ms | −61 % | measured |
    | ? inconclusive (preliminary) | Cache hit rate is at least 70 %<br>\`l1-cache-hit\` | 74.4 %<br>69.1 % to 79.2 % | ≥ 70 % | −2 % | a-fortiori |
    | ✓ verified (preliminary) | Carries up to 150 concurrent users<br>\`l1-users-150\` | 150 users | ≥ 150 users | +62 % | a-fortiori |
    | – not tested | Sends up to 1,000 e-mails a day<br>\`l1-email-1000\` | not observed | ≥ 1,000 |  |  |

    ### Not verified

    - ✕ **p95 response time stays below 500 ms** (refuted): p95 is above the limit with its whole interval.
    - ? **Cache hit rate is at least 70 %** (inconclusive): The interval 69.1 % to 79.2 % holds the limit of 70 %. Would be settled by: A longer window: the standard profile looks up about thirty times as often.
    - – **Sends up to 1,000 e-mails a day** (not tested): No e-mail was sent in this run. Would be settled by: A probe of the mail service.

    ### Guards and warnings

    - The host has 2 cores, the level lists 4 vCPU. A pass still counts; a fail proves nothing about the document. Run on a host with at least 5 cores to be able to refute.

    **The document against itself:** 2 errors, 2 warnings, 1 note. Errors: The parts of Level 5 do not add up to its total; Level 4 is to be left above 800 users in its own text and above 500 in the decision tree

    150 users means 150 people logged in at once, each of whom acts 3 times a minute with 3 requests an action, pausing 6.9 s per request on average (log-normal). As a rate: 0.144 req/s per user, 21.6 req/s together if answers took no time.

    A-fortiori: tested on less hardware than the document lists, shared with the load generator. What holds there holds on the full size; what fails there proves nothing. Here: 2 of the document’s 4 vCPU, 6 GB of its 8 GB. Preliminary: a single short run cannot see how much one run differs from the next. An assumed spread widens its intervals; the standard profile measures the spread. It rests on 958 requests in one window of 45 s. The program under test was the reference CRM of this harness, not your own CRM, which may need more.

    Run 20251125-164000-l1-quick
    "
  `);
});

it('says that an invalid run shows nothing, and gives the guard', () => {
  const lines = summary.render(invalidRecord()).split('\n');
  expect(lines.slice(0, 3)).toMatchInlineSnapshot(`
    [
      "## The run is invalid: failed guard “The generator kept its schedule”",
      "",
      "Seen: p99 48 ms late; allowed: p99 at most 5 ms. Nothing about Level 1 can be concluded from it, in either direction. Stop other work and run again.",
    ]
  `);
  expect(lines.filter((line) => line.includes('kept its schedule, repetition'))).toMatchInlineSnapshot(`
    [
      "- **The generator kept its schedule, repetition 1: failed** (could flatter: invalidates the run). Seen: p99 48 ms late; allowed: p99 at most 5 ms. Other work on the same host. Stop other work and run again.",
    ]
  `);
});
