import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { nobodyOutside } from './outside-config.ts';

const good = { DATABASE_URL: 'postgres://crm@127.0.0.1:6432/crm', REDIS_URL: 'redis://127.0.0.1:6379' };

describe('readConfig', () => {
  it('has defaults for all but the addresses', () => {
    expect(readConfig(good)).toEqual({
      host: '127.0.0.1',
      port: 8000,
      workers: 1,
      jobProcesses: 1,
      databaseUrl: good.DATABASE_URL,
      replicaUrls: [],
      redisUrl: good.REDIS_URL,
      queueUrl: good.REDIS_URL,
      defect: null,
      outside: nobodyOutside,
    });
  });

  it('takes an empty CRM_DEFECT for none and refuses an unknown one in one line', () => {
    expect(readConfig({ ...good, CRM_DEFECT: '' }).defect).toBeNull();
    expect(readConfig({ ...good, CRM_DEFECT: 'slow' }).defect).toBe('slow');
    expect(() => readConfig({ ...good, CRM_DEFECT: 'slwo' })).toThrow(
      "CRM_DEFECT must be one of slow, errors, tenant-leak, not 'slwo'",
    );
  });

  it('takes replicas with spaces between them, and refuses one that is no address', () => {
    const two = 'postgres://a@replica-1/crm  postgres://a@replica-2/crm';
    expect(readConfig({ ...good, DATABASE_REPLICA_URLS: two }).replicaUrls).toHaveLength(2);
    expect(() => readConfig({ ...good, DATABASE_REPLICA_URLS: 'replica-1' })).toThrow(
      'DATABASE_REPLICA_URLS must be',
    );
  });

  it('takes the nodes of a Redis cluster with spaces between them, and refuses one that is no address', () => {
    const three = '  redis://:a@redis-1:6379 redis://:a@redis-2:6379\n redis://:a@redis-3:6379 ';
    expect(readConfig({ ...good, REDIS_URL: three }).redisUrl).toBe(
      'redis://:a@redis-1:6379 redis://:a@redis-2:6379 redis://:a@redis-3:6379',
    );
    expect(() => readConfig({ ...good, REDIS_URL: 'redis://redis-1 redis-2' })).toThrow('REDIS_URL must be');
    expect(() => readConfig({ ...good, REDIS_URL: ' ' })).toThrow('REDIS_URL must be');
  });

  it('takes whom it deals with outside, and refuses what is no address', () => {
    const { outside } = readConfig({
      ...good,
      WAHA_URL: 'http://waha-1:3000/ http://waha-2:3000',
      PUSH_HOSTS: 'outside:8090',
      STORAGE_URL: 'http://storage:9000',
    });
    expect(outside.whatsapp.servers).toEqual(['http://waha-1:3000', 'http://waha-2:3000']);
    expect(outside.pushHosts).toEqual([...nobodyOutside.pushHosts, 'outside:8090']);
    expect(outside.files.storage).toMatchObject({ url: 'http://storage:9000', bucket: 'exports' });
    expect(() =>
      readConfig({ ...good, WAHA_URL: 'waha:3000', WHATSAPP_PER_NUMBER_PER_MINUTE: '0.0' }),
    ).toThrow(/WHATSAPP_PER_NUMBER_PER_MINUTE must be.*WAHA_URL must be/);
  });

  it('names every problem at once', () => {
    expect(() => readConfig({ PORT: '0', WORKERS: 'many' })).toThrow(
      /PORT.*WORKERS.*DATABASE_URL.*REDIS_URL/,
    );
  });
});
