import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createCleanUp } from '../host/cleanup.ts';
import { startSmallLevel } from '../topology/fixture-small-level.ts';
import type { StartedLevel } from '../topology/start-level.ts';
import { expressions } from './fixture-dashboard.ts';

/** One VM of each kind that has an exporter of its own, the balancer, and the VM that looks at all of them. */
const vms: Parameters<typeof startSmallLevel>[0] = [
  { name: 'app', roles: ['app', 'nginx', 'exporters'], environment: { NGINX_BEHIND_BALANCER: '1' } },
  { name: 'balancer', roles: ['haproxy', 'exporters'], environment: { APP_HOSTS: 'app' } },
  { name: 'db', roles: ['postgres', 'pgbouncer', 'redis', 'smtp', 'exporters'] },
  { name: 'replica', roles: ['replica', 'exporters'] },
  {
    name: 'monitoring',
    roles: ['monitoring', 'exporters'],
    environment: {
      MONITORED_VMS:
        'app=app,nginx balancer=haproxy db=postgres,pgbouncer,redis,smtp replica=replica monitoring=monitoring',
    },
    ports: [9090],
  },
];

/** What that must come to: job, VM, role. */
const wanted = [
  ...['node app app', 'node balancer haproxy', 'node db postgres', 'node monitoring monitoring'],
  ...[
    'node replica replica',
    'postgresql db postgres',
    'postgresql replica replica',
    'pgbouncer db pgbouncer',
  ],
  ...[
    'redis db redis',
    'redis-queue db redis',
    'nginx app nginx',
    'haproxy balancer haproxy',
    'postfix db smtp',
  ],
];

interface Sample {
  metric: Record<string, string>;
  value: [number, string];
}
interface Target {
  labels: Record<string, string>;
  health: string;
}

describe('the monitoring VM', () => {
  const cleanUp = createCleanUp();
  let level: StartedLevel;
  const api = async <T>(path: string): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${level.vmWith('monitoring').port(9090)}/api/v1/${path}`);
    const body = (await answer.json()) as { status: string; error?: string; data: T };
    if (body.status !== 'success') throw new Error(`${path}: ${body.error}`);
    return body.data;
  };
  const query = async (expr: string) =>
    (await api<{ result: Sample[] }>(`query?query=${encodeURIComponent(expr)}`)).result;
  const figure = async (expr: string) => Number((await query(expr))[0]?.value[1] ?? Number.NaN);
  const targets = async () => (await api<{ activeTargets: Target[] }>('targets?state=active')).activeTargets;
  const inVm = async (name: string, script: string) => {
    const found = level.vms.find((one) => one.name === name) as StartedLevel['vms'][number];
    const { exitCode, stdout, stderr } = await found.exec(['bash', '-c', script]);
    return { exitCode, text: `${stdout}${stderr}`.trim() };
  };
  const supervisor = (name: string, command: string) =>
    inVm(name, `supervisorctl -c /opt/vm/supervisord.conf ${command}`);
  /** Prometheus looks every 15 s. */
  const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 40_000, interval: 500 });

  beforeAll(async () => {
    level = await startSmallLevel(vms, { runId: 'monitoring-test', cleanUp });
  });
  afterAll(async () => {
    await cleanUp.run();
  });

  it('is ready once every target is up, and knows each by its VM and role', async () => {
    const found = await targets();
    expect(found.map(({ labels }) => `${labels.job} ${labels.instance} ${labels.role}`).sort()).toEqual(
      [...wanted].sort(),
    );
    expect(found.filter(({ health }) => health !== 'up')).toEqual([]);
  });

  it('runs, as do the exporters, with the settings that it should', async () => {
    const settings = (await level.readLimits('before')).flatMap((reading) => reading.settings);
    expect(settings.filter(({ matches }) => !matches)).toEqual([]);
    const names = settings.map(({ name }) => name).filter((name) => /^(exporters|monitoring)\./.test(name));
    expect([...new Set(names)].sort()).toEqual([
      ...[
        'exporters.figures',
        'exporters.nginx',
        'exporters.node',
        'exporters.pgbouncer',
        'exporters.postfix',
      ],
      ...[
        'exporters.postgres',
        'exporters.redis',
        'exporters.redis-queue',
        'monitoring.interval',
        'monitoring.retention',
      ],
      ...['monitoring.rules', 'monitoring.targets'],
    ]);
  });

  it('shows the figures of each VM and not those of the host', async () => {
    const limits = await query('vm_memory_limit_bytes');
    expect(limits.map(({ value }) => Number(value[1]))).toEqual(Array(vms.length).fill(1024 ** 3));
    const used = Number(
      (
        await inVm(
          'db',
          'cat /sys/fs/cgroup/memory.current /sys/fs/cgroup/memory/memory.usage_in_bytes 2>/dev/null',
        )
      ).text,
    );
    const told = await figure('vm_memory_working_set_bytes{instance="db"}');
    expect(told).toBeGreaterThan(used / 4);
    expect(told).toBeLessThan(used * 1.2);
    // seconds of CPU, not of the clock: a busy host gives them later
    await inVm('replica', 'bash -c "ulimit -t 5; while :; do :; done"');
    await eventually(async () => {
      const cpu = await query('increase(vm_cpu_seconds_total[1m])');
      const of = (vm: string) => Number(cpu.find(({ metric }) => metric.instance === vm)?.value[1]);
      expect(of('replica')).toBeGreaterThan(1.5);
      expect(of('replica')).toBeGreaterThan(of('balancer') + 1);
    });
  });

  it('reads the cgroup of either version of Linux', async () => {
    const fake = `mkdir -p /tmp/v2/out /tmp/v1/{out,cpuacct,cpu,memory}; cd /tmp/v2; touch cgroup.controllers
      printf 'usage_usec 12000034\nthrottled_usec 500000\n' >cpu.stat; echo 900 >memory.current; printf 'anon 1\ninactive_file 300\n' >memory.stat
      cd /tmp/v1; echo 12000034000 >cpuacct/cpuacct.usage; printf 'throttled_time 500000000\n' >cpu/cpu.stat
      echo 900 >memory/memory.usage_in_bytes; printf 'inactive_file 1\ntotal_inactive_file 300\n' >memory/memory.stat
      for v in v1 v2; do timeout 1 /opt/vm/roles/exporters/vm-figures /tmp/$v /tmp/$v/out; done
      grep -h '^vm_.*\\(total\\|working_set_bytes\\)' /tmp/v1/out/vm.prom; cmp /tmp/v1/out/vm.prom /tmp/v2/out/vm.prom`;
    const { text } = await inVm('app', fake);
    expect(text.split('\n')).toEqual([
      ...['vm_cpu_seconds_total 12.000034', 'vm_cpu_throttled_seconds_total 0.500000'],
      'vm_memory_working_set_bytes 600',
    ]);
  });

  it('shows what the services do', async () => {
    await inVm('balancer', 'for i in {1..20}; do curl -sk https://localhost/healthz; done');
    await inVm(
      'db',
      `export REDISCLI_AUTH=$REDIS_PASSWORD; redis-cli set a b; for k in a a a none; do redis-cli get $k; done
       PGPASSWORD=$DB_PASSWORD_APP psql -h 127.0.0.1 -p 6432 -U crm_app -d crm -XAtqc 'SELECT 41'
       postconf -e defer_transports=local; postfix reload; printf 'Subject: x\\n\\nx\\n' | sendmail someone@crm.test`,
    );
    await eventually(async () => {
      expect(
        await figure('sum(haproxy_server_http_responses_total{proxy="crm",code="2xx"})'),
      ).toBeGreaterThanOrEqual(20);
      expect(await figure('nginx_http_requests_total')).toBeGreaterThanOrEqual(20);
      expect(await figure('redis_keyspace_hits_total{job="redis"}')).toBe(3);
      expect(await figure('redis_keyspace_misses_total{job="redis"}')).toBe(1);
      expect(await figure('pgbouncer_transactions_total{database="crm"}')).toBeGreaterThanOrEqual(1);
      expect(await figure('pg_statements_reads_total{instance="db"}')).toBeGreaterThanOrEqual(1);
      expect(await figure('sum(postfix_showq_message_age_seconds_count)')).toBe(1);
    });
    expect(await figure('pg_connection_limit_connections{instance="db"}')).toBe(120);
    expect(await figure('pg_replica_streaming{instance="replica"}')).toBe(1);
    expect((await query('pg_replication_lag_bytes'))[0]?.metric).toMatchObject({
      instance: 'db',
      replica: 'replica',
    });
    expect(await figure('redis_memory_max_bytes{job="redis"}')).toBe(128 * 1024 ** 2);
    expect(await figure('redis_memory_max_bytes{job="redis-queue"}')).toBe(32 * 1024 ** 2);
    // what an exporter without Postfix's log would say: always 0
    expect(await query('{__name__=~"postfix_(qmgr|smtpd|cleanup).*"}')).toEqual([]);
  });

  it('answers every expression of the dashboard', async () => {
    const empty: string[] = [];
    for (const { title, expr } of expressions)
      if ((await query(expr)).length === 0) empty.push(`${title}: ${expr}`);
    expect(empty).toEqual([]);
  });

  it("holds the document's triggers at their figures", async () => {
    const tested = await inVm(
      'monitoring',
      'cd /opt/vm/roles/monitoring && promtool test rules triggers.test.yml',
    );
    expect(tested).toMatchObject({ exitCode: 0 });
    const { groups } = await api<{ groups: { rules: { name: string; lastError?: string }[] }[] }>('rules');
    const rules = groups.flatMap((group) => group.rules);
    expect(rules.filter(({ lastError }) => lastError)).toEqual([]);
    expect(rules.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['AppCpuHigh', 'RedisMemoryHigh', 'RedisQueueMemoryHigh']),
    );
  });

  it('gives no secret to a command line, nor to an exporter that needs none', async () => {
    const secrets = '<(printf "%s\\n" "$DB_PASSWORD_OWNER" "$DB_PASSWORD_MONITOR" "$REDIS_PASSWORD")';
    const look = `grep -lzFsf ${secrets} /proc/[0-9]*/cmdline | wc -l`;
    // a process that does show one is found: the look itself works
    const bad = '(exec -a "$REDIS_PASSWORD" sleep 20) & sleep 0.2';
    expect((await inVm('db', `${look}; ${bad}; ${look}; kill $!`)).text.split('\n')).toEqual(['0', '1']);
    const told = async (program: string) =>
      (
        await inVm(
          'db',
          `pid=$(supervisorctl -c /opt/vm/supervisord.conf pid ${program}); setpriv --reuid=prometheus --regid=prometheus --clear-groups cat /proc/$pid/environ | tr '\\0' '\\n'`,
        )
      ).text
        .split('\n')
        .map((line) => line.split('=')[0])
        .sort();
    // bash adds its depth
    expect(await told('exporter-node')).toEqual(['GOMAXPROCS', 'SHLVL']);
    expect(await told('exporter-redis')).toEqual(['GOMAXPROCS', 'REDIS_PASSWORD', 'SHLVL']);
    expect((await inVm('db', 'stat -c "%a %U" /etc/vm/exporters/* | sort -u')).text).toBe('600 root');
  });

  it('tells a service that is gone from an exporter that is gone, and goes on', async () => {
    await supervisor('db', 'restart pgbouncer'); // its exporter had a connection
    await eventually(async () => {
      const { text } = await inVm('db', '/opt/vm/roles/exporters/settings');
      expect(text).toContain('exporters.pgbouncer\tup\tup');
    });
    await supervisor('db', 'stop redis exporter-postgres vm-figures');
    expect((await inVm('db', '/opt/vm/roles/exporters/ready')).exitCode).toBe(1);
    const { text } = await inVm('db', '/opt/vm/roles/exporters/settings');
    expect(text).toContain('exporters.redis\tup\tredis_up is not above 0');
    expect(text).toContain('exporters.redis-queue\tup\tup');
    expect(text).toMatch(/exporters\.postgres\tup\tcurl: .*refused|exporters\.postgres\tup\tcurl: .*connect/);
    await eventually(async () => {
      const down = (await targets()).filter(({ health }) => health !== 'up');
      expect(down.map(({ labels }) => `${labels.job} ${labels.instance}`)).toEqual(['postgresql db']);
      expect(await figure('redis_up{job="redis"}')).toBe(0);
      expect(await figure('redis_up{job="redis-queue"}')).toBe(1);
      expect((await inVm('db', '/opt/vm/roles/exporters/settings')).text).toMatch(
        /figures\tfresh\t\d+ s old/,
      );
    });
    expect((await inVm('monitoring', '/opt/vm/ready')).exitCode).toBe(0);
  });
});
