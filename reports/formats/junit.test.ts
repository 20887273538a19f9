import { expect, it } from 'vitest';
import { shortRecord } from '../fixture.ts';
import junit from './junit.ts';

it('has a case per claim: passed, failed or skipped with the reason', () => {
  expect(junit.render(shortRecord())).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="Capacity: Level 1" tests="4" failures="1" errors="0" skipped="2">
      <testsuite name="Level 1: claims" timestamp="2025-11-25T16:39:20" time="112" tests="4" failures="1" errors="0" skipped="2">
        <properties>
          <property name="run" value="20251125-164000-l1-quick"/>
          <property name="answer" value="Level 1 carries 150 users of the reference CRM: yes (preliminary), with 62 % to spare"/>
        </properties>
        <testcase classname="capacity.level-1" name="l1-p95: p95 response time stays below 500 ms" time="0">
          <properties>
            <property name="outcome" value="refuted"/>
            <property name="value" value="118 ms"/>
            <property name="interval" value="73.9 ms to 190 ms"/>
            <property name="bound" value="&lt; 500 ms"/>
            <property name="margin" value="−61 %"/>
            <property name="basis" value="measured"/>
            <property name="preliminary" value="yes"/>
          </properties>
          <failure message="p95 is above the limit with its whole interval." type="refuted"><![CDATA[p95 response time stays below 500 ms: 118 ms (73.9 ms to 190 ms), bound < 500 ms
    p95 is above the limit with its whole interval.
    p95 over successes alone: 118 ms.]]></failure>
        </testcase>
        <testcase classname="capacity.level-1" name="l1-cache-hit: Cache hit rate is at least 70 %" time="0">
          <properties>
            <property name="outcome" value="inconclusive"/>
            <property name="value" value="74.4 %"/>
            <property name="interval" value="69.1 % to 79.2 %"/>
            <property name="bound" value="≥ 70 %"/>
            <property name="margin" value="−2 %"/>
            <property name="basis" value="a-fortiori"/>
            <property name="preliminary" value="yes"/>
          </properties>
          <skipped message="inconclusive: The interval 69.1 % to 79.2 % holds the limit of 70 %."/>
          <system-out><![CDATA[Cache hit rate is at least 70 %: 74.4 % (69.1 % to 79.2 %), bound ≥ 70 %
    The interval 69.1 % to 79.2 % holds the limit of 70 %.
    Would be settled by: A longer window: the standard profile looks up about thirty times as often.]]></system-out>
        </testcase>
        <testcase classname="capacity.level-1" name="l1-users-150: Carries up to 150 concurrent users" time="0">
          <properties>
            <property name="outcome" value="verified"/>
            <property name="value" value="150 users"/>
            <property name="interval" value="none"/>
            <property name="bound" value="≥ 150 users"/>
            <property name="margin" value="+62 %"/>
            <property name="basis" value="a-fortiori"/>
            <property name="preliminary" value="yes"/>
          </properties>
        </testcase>
        <testcase classname="capacity.level-1" name="l1-email-1000: Sends up to 1,000 e-mails a day" time="0">
          <properties>
            <property name="outcome" value="not-tested"/>
            <property name="value" value="not observed"/>
            <property name="interval" value="none"/>
            <property name="bound" value="≥ 1,000"/>
            <property name="margin" value="none"/>
            <property name="basis" value="none"/>
            <property name="preliminary" value="no"/>
          </properties>
          <skipped message="not tested: No e-mail was sent in this run."/>
          <system-out><![CDATA[Sends up to 1,000 e-mails a day: nothing observed, bound ≥ 1,000
    No e-mail was sent in this run.
    Would be settled by: A probe of the mail service.]]></system-out>
        </testcase>
      </testsuite>
    </testsuites>"
  `);
});

it('has an error per guard that made the run invalid', () => {
  const xml = junit.render(
    shortRecord((record) => {
      record.valid = false;
      record.guards.forEach((guard, index) => {
        if (index !== 1) guard.status = index === 0 ? 'failed' : 'unavailable';
      });
    }),
  );
  expect(xml.slice(xml.lastIndexOf('<testsuite '))).toMatchInlineSnapshot(`
    "<testsuite name="Level 1: validity of the run" tests="2" failures="0" errors="2" skipped="0">
        <testcase classname="capacity.guards" name="schedule-slip, repetition 1: The generator kept its schedule">
          <error message="failed: p99 2.1 ms late; allowed: p99 at most 5 ms" type="invalid-run"><![CDATA[Likely cause: Other work on the same host.
    Next step: Stop other work and run again.]]></error>
        </testcase>
        <testcase classname="capacity.guards" name="limits-took-effect, repetition 1: Limits took effect in every VM">
          <error message="not observed: 6 of 6 match; allowed: 6 of 6" type="invalid-run"><![CDATA[Likely cause: Other work on the same host.
    Next step: Stop other work and run again.]]></error>
        </testcase>
      </testsuite>
    </testsuites>"
  `);
});

it('never passes a claim that was only projected', () => {
  const record = shortRecord((draft) => {
    for (const verdict of draft.verdicts) verdict.outcome = 'projected-pass';
  });
  expect(junit.render(record)).toMatch(/<testsuites .* tests="4" failures="0" errors="0" skipped="4">/);
});
