import { describe, expect, it } from 'vitest';
import { HarnessError } from '../harness/core/errors.ts';
import { asFault } from './faults.ts';

const dsn = 'postgres://crm:gold%2Frate@host/crm';
const said = (message: string, code?: string) => Object.assign(new Error(message), code ? { code } : {});

describe('asFault', () => {
  it.each([
    [
      '53100',
      'could not extend file "base/1": No space left on device',
      'no-disk',
      'the database has no disk space left: ',
    ],
    [
      '58030',
      'could not write to file: No space left on device',
      'no-disk',
      'the database has no disk space left: ',
    ],
    [
      '42501',
      'must be owner of table orders',
      'seed-failed',
      'the user has not the rights that seeding needs: ',
    ],
    ['25006', 'cannot execute CREATE TABLE', 'seed-failed', 'this server or session is read-only: '],
    ['55P03', 'canceling statement due to lock timeout', 'seed-failed', 'somebody else uses the tables: '],
    ['57P01', 'terminating connection', 'seed-failed', 'the connection to the database was lost: '],
    ['ECONNRESET', 'read ECONNRESET', 'seed-failed', 'the connection to the database was lost: '],
    ['23503', 'violates foreign key', 'seed-failed', 'seeding failed: '],
  ])('%s (%s) is %s', (code, message, fault, line) => {
    const thrown = asFault(said(`${message}\nmore`, code), dsn) as HarnessError;
    expect(thrown).toBeInstanceOf(HarnessError);
    expect([thrown.code, thrown.message]).toEqual([fault, `${line}${message}`]);
    expect(thrown.hint).not.toBeNull();
  });

  it('knows a lost connection by the words of the driver, which has no code for it', () => {
    const thrown = asFault(said('Connection terminated unexpectedly'), dsn) as HarnessError;
    expect(thrown.code).toBe('seed-failed');
  });

  it('passes faults and bugs as they are', () => {
    const fault = new HarnessError('usage', 'no');
    expect(asFault(fault, dsn)).toBe(fault);
    const bug = new TypeError('undefined is not a function');
    expect(asFault(bug, dsn)).toBe(bug);
  });

  it('shows a password nowhere, not in a stack either', () => {
    for (const thrown of [said('no gold/rate', '28P01'), said('Invalid URL: gold%2Frate')]) {
      const shown = asFault(thrown, dsn) as Error;
      expect(`${shown.message} ${shown.stack}`).not.toMatch(/gold(%2F|\/)rate/);
      expect(shown.message).toContain('***');
    }
  });
});
