import { describe, expect, it } from 'vitest';
import { answerTo, Fault, notFound } from './faults.ts';

const thrown = (more: object) => Object.assign(new Error('secret detail'), more);

describe('answerTo', () => {
  it.each([
    ['a fault of ours', notFound('lead'), 404],
    ['a fault of ours', new Fault(409, 'changed'), 409],
    ['a phone number twice', thrown({ code: '23505', constraint: 'customers_phone_key' }), 409],
    ['an absent customer', thrown({ code: '23503', constraint: 'orders_customer_fkey' }), 404],
    ['another constraint', thrown({ code: '23503', constraint: 'some_other' }), 500],
    ['no schema yet', thrown({ code: '42P01' }), 503],
    ['no database', thrown({ code: 'ECONNREFUSED' }), 503],
    ['a pool that is exhausted', new Error('timeout exceeded when trying to connect'), 503],
    [
      'a lost node',
      new Error('Too many Cluster redirections. Last error: Error: Connection is closed.'),
      503,
    ],
    ['a cluster that serves nothing', new Error('CLUSTERDOWN The cluster is down'), 503],
    ['a Redis that loads its file', new Error('LOADING Redis is loading the dataset in memory'), 503],
    ['a Redis without room', new Error("OOM command not allowed when used memory > 'maxmemory'."), 503],
    ['a Redis whose disk is full', new Error('MISCONF Errors writing to the AOF file: No space left'), 503],
    ['a queue that is closed', new Error('Connection is closed'), 503],
    ['a queue that waits too long', new Error('Command timed out'), 503],
    [
      'ioredis when it gives up',
      new Error('Reached the max retries per request limit (which is 1). Refer to "maxRetriesPerRequest".'),
      503,
    ],
    ['a connection that says nothing', new Error('Socket timeout. Expecting data, but received none'), 503],
    ['a body that does not fit', thrown({ statusCode: 400 }), 400],
    ['a bug', new TypeError('x is undefined'), 500],
    ['nothing at all', undefined, 500],
  ])('%s', (_, error, status) => {
    expect(answerTo(error).status).toBe(status);
  });

  it('keeps what nobody foresaw to itself', () => {
    expect(answerTo(thrown({})).error).toBe('internal error');
  });
});
