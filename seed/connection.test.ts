import { describe, expect, it } from 'vitest';
import { HarnessError } from '../harness/core/errors.ts';
import { connect, withoutPassword } from './connection.ts';

async function faultOf(dsn: string): Promise<HarnessError> {
  const thrown = await connect(dsn).then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(HarnessError);
  return thrown as HarnessError;
}

describe('connect', () => {
  it('says in one line where nobody answers, without the password', async () => {
    const fault = await faultOf('postgres://crm:gold%2Frate@127.0.0.1:1/crm');
    expect(fault.code).toBe('database-unreachable');
    expect(fault.message).toBe(
      'cannot connect to PostgreSQL at crm@127.0.0.1:1/crm: connect ECONNREFUSED 127.0.0.1:1',
    );
  });

  it.each(['', 'crm', 'http://crm:secret@host/'])('refuses %j as no database address', async (dsn) => {
    const fault = await faultOf(dsn);
    expect(fault.code).toBe('usage');
    expect(fault.message).not.toContain('secret');
  });
});

describe('withoutPassword', () => {
  it('hides the password as typed and as decoded', () => {
    const dsn = 'postgres://crm:gold%2Frate@host/crm';
    expect(withoutPassword('gold%2Frate or gold/rate', dsn)).toBe('*** or ***');
  });
});
