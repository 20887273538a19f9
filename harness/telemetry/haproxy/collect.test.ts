import { describe, expect, it } from 'vitest';
import haproxy, { readingOf } from './collect.ts';
import { samplesOf } from './prometheus.ts';

const window = { loadFromMs: 0, fromMs: 2000, toMs: 8000 };
const page = `
# HELP haproxy_backend_current_queue Number of current queued requests.
# TYPE haproxy_backend_current_queue gauge
haproxy_backend_current_queue{proxy="crm"} 3
haproxy_backend_max_queue{proxy="crm"} 9
haproxy_backend_current_sessions{proxy="crm"} 14
haproxy_backend_retry_warnings_total{proxy="crm"} 2
haproxy_backend_redispatch_warnings_total{proxy="crm"} 1
haproxy_backend_current_sessions{proxy="crm-webhooks"} 900
haproxy_server_current_queue{proxy="crm",server="app-1"} 0
haproxy_server_limit_sessions{proxy="crm",server="app-1"} NaN
haproxy_server_connection_errors_total{proxy="crm",server="app-1"} 5
haproxy_server_downtime_seconds_total{proxy="crm",server="app-1"} 7
haproxy_server_http_responses_total{proxy="crm",server="app-1",code="2xx"} 100
haproxy_server_http_responses_total{proxy="crm",server="app-1",code="5xx"} 4
haproxy_server_http_responses_total{proxy="crm",server="app-2",code="2xx"} 50
haproxy_server_http_responses_total{proxy="crm-webhooks",server="app-1",code="2xx"} 900
haproxy_server_downtime_seconds_total{proxy="crm-webhooks",server="app-1"} 7
`;
const server = (change = {}) => ({
  ...{ answered: 0, answered5xx: 0, connectErrors: 0, downSeconds: 0, queue: 0, queueEver: 0, ...change },
});
type Reading = Parameters<typeof haproxy.reduce>[0][number]['reading'];
const every = (reading: (s: number) => Partial<Reading>) =>
  Array.from({ length: 11 }, (_, s) => ({
    atMs: s * 1000,
    reading: {
      ...{ queue: 0, queueEver: 0, sessions: 1, retries: 0, redispatches: 0, servers: {}, ...reading(s) },
    },
  }));

describe('the balancer', () => {
  it('reads figures and labels of a page, whatever the labels hold', () => {
    const wanted = new Set(['a']);
    expect(samplesOf('a{x="1,\\"}",y="z"} 2\nb 3\na 4 1700000000\na NaN\n# a 5', wanted)).toEqual([
      { name: 'a', labels: { x: '1,"}', y: 'z' }, value: 2 },
      { name: 'a', labels: {}, value: 4 },
    ]);
  });

  it('adds up the responses of each server, those of 500 and above apart', () => {
    expect(readingOf(page)).toEqual({
      ...{ queue: 3, queueEver: 9, sessions: 14, retries: 2, redispatches: 1 },
      servers: {
        'app-1': server({ answered: 104, answered5xx: 4, connectErrors: 5, downSeconds: 7 }),
        'app-2': server({ answered: 50 }),
      },
    });
    expect(() => readingOf('<html>')).toThrow('names no server');
  });

  it('takes shares, failures and time down from the window alone', () => {
    const data = haproxy.reduce(
      every((s) => ({
        sessions: s === 4 ? 8 : 1,
        retries: 100 + s,
        servers: {
          'app-1': server({ answered: 1000 + s * 30, answered5xx: s }),
          'app-2': server({ answered: s * 10, downSeconds: Math.max(0, s - 5), connectErrors: 2 * s }),
        },
      })),
      null,
      window,
    );
    expect(data).toMatchObject({ sessionsMax: 8, retries: 6, redispatches: 0, observations: 7 });
    expect(data.servers).toMatchObject([
      { server: 'app-1', requests: 180, share: 0.75, responses5xx: 6, connectErrors: 0, downSeconds: 0 },
      { server: 'app-2', requests: 60, share: 0.25, responses5xx: 0, connectErrors: 12, downSeconds: 3 },
    ]);
  });

  it('sees a queue between two readings only where none was longer before', () => {
    const ever = (before: number) =>
      haproxy.reduce(
        every((s) => ({ queueEver: s < 5 ? before : 6, servers: { 'app-1': server() } })),
        null,
        window,
      );
    expect(ever(0).queueMax).toBe(6);
    expect(ever(6).queueMax).toBe(0);
  });

  it('counts who waits for one server with who waits for any', () => {
    const readings = every((s) => ({
      queue: s === 5 ? 2 : 0,
      servers: { a: server({ queue: s === 5 ? 3 : 0 }) },
    }));
    const data = haproxy.reduce(readings, null, window);
    expect([data.queueMax, data.servers[0]?.queueMax]).toEqual([5, 3]);
  });

  it('gives no share where nobody asked, and nothing where it restarted or was not read', () => {
    const idle = every(() => ({ servers: { 'app-1': server({ answered: 40 }) } }));
    expect(haproxy.reduce(idle, null, window).servers[0]).toMatchObject({ requests: 0, share: null });
    const restarted = every((s) => ({ servers: { 'app-1': server({ answered: s > 5 ? 1 : 40 }) } }));
    expect(() => haproxy.reduce(restarted, null, window)).toThrow('restarted');
    expect(() => haproxy.reduce([], null, window)).toThrow('no reading in the window');
  });
});
