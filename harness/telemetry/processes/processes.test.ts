import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import processes from './collect.ts';
import { cpuAccount } from './cpu-account.ts';
import { servicesOf } from './service-names.ts';
import { type Process, processesOf, processesSeen } from './snapshot.ts';

const made = (pid: number, parent: number, name: string, change: Partial<Process> = {}): Process => ({
  ...{ pid, parent, name, start: pid, own: 0, children: 0, resident: 0, shared: 0, ...change },
});
/** What every VM has. */
const base = [
  made(1, 0, 'bash'),
  made(9, 1, 'supervisord', { own: 50 }),
  made(11, 9, 'bash'), // its listener
  made(20, 9, 'postgres', { own: 100, children: 40 }),
];
const snapshots = (...readings: Process[][]) => readings.map((reading, i) => ({ atMs: i * 1000, reading }));
const spent = (...readings: Process[][]) => cpuAccount(snapshots(...readings)).at(-1)?.reading;

describe('a snapshot of processes', () => {
  const stat = (pid: number, name: string, parent: number) =>
    `/proc/${pid}/stat:${pid} (${name}) S ${parent} 1 1 0 -1 4194560 1 2 3 4 10 5 7 2 20 0 1 0 3751590 100 8 1`;

  it('reads names with spaces and brackets, and both kinds of CPU time', () => {
    const text = [stat(7, 'a) b (c', 1), '/proc/7/statm:900 800 300 10 0 60 0'].join('\n');
    expect(processesOf(text)).toEqual([
      {
        ...{ pid: 7, parent: 1, name: 'a) b (c', start: 3751590, own: 15, children: 9 },
        ...{ resident: 800, shared: 300 },
      },
    ]);
  });

  it('leaves out the reader, and a process that ended between its two lines', () => {
    const text = [stat(7, 'nginx', 1), stat(8, 'grep', 0), stat(9, 'grep', 7), '/proc/8/statm:9 8 3'];
    expect(processesOf([...text, '/proc/9/statm:9 8 3', ''].join('\n')).map(({ pid }) => pid)).toEqual([9]);
    expect(processesOf('')).toEqual([]);
  });

  it('tells the queue server from the cache by its command line, however it writes it', () => {
    const text = [
      ...[7, 8, 9, 10].map((pid) => stat(pid, pid < 10 ? 'redis-server' : 'sh', 1)),
      ...[7, 8, 9, 10].map((pid) => `/proc/${pid}/statm:900 800 300 10 0 60 0`),
      '/proc/7/cmdline:/usr/bin/redis-server *:6379 [cluster]\0',
      '/proc/8/cmdline:/usr/bin/redis-server 127.0.0.1:6380\0',
      '/proc/9/cmdline:/usr/bin/redis-server\0/etc/vm/redis/queue.conf\0',
      '/proc/10/cmdline:sh\0-c\0redis-cli -p :6380\0',
    ];
    expect(processesOf(text.join('\n')).map(({ name }) => name)).toEqual([
      ...['redis-server', 'redis-server queue', 'redis-server queue', 'sh'],
    ]);
  });
});

describe('a snapshot from outside the VM', () => {
  it('has the numbers of the host, but 1 for who leads the container and 0 for who is not in it', () => {
    const files: Record<string, string> = {
      '/proc/900/stat': '900 (bash) S 77 1 1 0 -1 4194560 1 2 3 4 10 5 7 2 20 0 1 0 100 100 8 1',
      '/proc/900/statm': '900 800 300 10 0 60 0\n',
      '/proc/905/stat': '905 (nginx) S 900 1 1 0 -1 4194560 1 2 3 4 1 2 0 0 20 0 1 0 101 100 8 1',
      '/proc/905/statm': '9 8 3 1 0 6 0\n',
      '/proc/906/stat': '906 (redis-server) S 900 1 1 0 -1 4194560 1 2 3 4 1 2 0 0 20 0 1 0 101 100 8 1',
      '/proc/906/statm': '9 8 3 1 0 6 0\n',
      '/proc/906/cmdline': '/usr/bin/redis-server *:6380\0',
      '/proc/990/stat': '990 (sh) S 80 1 1 0 -1 4194560 1 2 3 4 1 2 0 0 20 0 1 0 102 100 8 1',
    };
    const seen = processesSeen([900, 905, 906, 990, 991], 900, (path) => files[path] ?? null);
    expect(seen.map(({ pid, parent, name, own }) => [pid, parent, name, own])).toEqual([
      [1, 0, 'bash', 15],
      [905, 1, 'nginx', 3],
      [906, 1, 'redis-server queue', 3],
    ]);
  });
});

describe('the service of a process', () => {
  const names = (...more: Process[]) => {
    const services = servicesOf([...base, ...more]);
    return more.map(({ pid }) => services.get(pid));
  };

  it('is that of what started it', () => {
    const script = made(30, 9, 'postfix-script');
    expect(names(made(21, 20, 'walsender'), script, made(31, 30, 'master'), made(32, 31, 'qmgr'))).toEqual([
      'postgres',
      'postfix',
      'postfix',
      'postfix',
    ]);
  });

  it('knows the roles’ services by the 15 letters that the kernel keeps', () => {
    const roles = [
      'crm master',
      'crm worker',
      'prometheus',
      'prometheus-node',
      'swift-proxy-ser',
      'redis-server',
      'redis-server queue',
      'crm jobs',
      'kamailio',
      'waha stand-in',
      'telephony stand', // 15 letters
      'sipp',
      'crm-of-mine',
    ];
    expect(names(...roles.map((name, i) => made(40 + i, 9, name)))).toEqual([
      ...['crm', 'crm', 'prometheus', 'exporters', 'swift', 'redis', 'redis-queue', 'crm-jobs'],
      ...['kamailio', 'waha', 'telephony', 'sipp', 'crm-of-mine'],
    ]);
  });

  it('keeps job processes apart from the workers, though one master starts both', () => {
    const master = made(60, 9, 'crm master');
    const jobs = made(62, 60, 'crm jobs');
    expect(names(master, made(61, 60, 'crm worker'), jobs, made(63, 62, 'node'))).toEqual([
      ...['crm', 'crm', 'crm-jobs', 'crm-jobs'],
    ]);
  });

  it('names what it does not know after itself, also behind a shell', () => {
    expect(names(made(50, 9, 'ruby'), made(51, 9, 'sh'), made(52, 51, 'python3'))).toEqual([
      'ruby',
      'supervisor',
      'python3',
    ]);
  });

  it('keeps apart what runs all, and what came from outside', () => {
    const services = servicesOf([...base, made(90, 0, 'psql'), made(91, 90, 'nginx')]);
    expect([1, 9, 11, 90, 91].map((pid) => services.get(pid))).toEqual([
      ...['supervisor', 'supervisor', 'supervisor', 'docker exec', 'docker exec'],
    ]);
  });

  it('ends where a pid that was given anew makes a circle', () => {
    expect(() => servicesOf([made(70, 71, 'a'), made(71, 70, 'b')])).not.toThrow();
  });
});

describe('CPU time of services', () => {
  const postmaster = (change: Partial<Process>) => base.map((p) => (p.pid === 20 ? { ...p, ...change } : p));

  it('counts what grew, and a process that began since in full', () => {
    const after = [...postmaster({ own: 130 }), made(21, 20, 'postgres', { own: 7 })];
    expect(spent(base, after)).toMatchObject({ postgres: 37, supervisor: 0 });
  });

  it('counts a process that ended once, and what it used after the last look', () => {
    const before = [...base, made(21, 20, 'postgres', { own: 60 })];
    // the child used 5 more, then the postmaster took over its 65
    expect(spent(before, postmaster({ children: 105 }))).toMatchObject({ postgres: 5 });
    // seen at all three: 60 in full, then 5
    expect(spent(base, before, postmaster({ children: 105 }))).toMatchObject({ postgres: 65 });
  });

  it('counts one that began and ended between two looks', () => {
    expect(spent(base, postmaster({ children: 72 }))).toMatchObject({ postgres: 32 });
  });

  it('never takes away where nobody waited for the process that ended', () => {
    const before = [...base, made(21, 20, 'postgres', { own: 60 })];
    expect(spent(before, postmaster({ own: 110 }))).toMatchObject({ postgres: 10 });
  });

  it('gives the rest of a service that was restarted to it, not to the supervisor', () => {
    const after = [
      ...base.slice(0, 1),
      made(9, 1, 'supervisord', { own: 51, children: 150 }), // 140 were counted before
      ...base.slice(2, 3),
      made(25, 9, 'postgres', { own: 30 }),
    ];
    expect(spent(base, after)).toEqual({ supervisor: 1, postgres: 40 });
  });

  it('follows a family of which more than one generation ended', () => {
    const before = [...base, made(21, 20, 'postgres', { own: 10 }), made(22, 21, 'postgres', { own: 20 })];
    expect(spent(before, postmaster({ children: 75 }))).toMatchObject({ postgres: 5 });
  });

  it('takes a pid that was given anew for another process', () => {
    const before = [...base, made(21, 20, 'postgres', { own: 60 })];
    const after = [...postmaster({ children: 100 }), made(21, 20, 'postgres', { start: 99, own: 8 })];
    expect(spent(before, after)).toMatchObject({ postgres: 8 });
  });

  it('never runs backwards, whatever comes and goes', () => {
    const some = fc.uniqueArray(
      fc.record({
        pid: fc.integer({ min: 2, max: 9 }),
        parent: fc.nat(9),
        own: fc.nat(99),
        children: fc.nat(99),
      }),
      { selector: ({ pid }) => pid },
    );
    fc.assert(
      fc.property(fc.array(some, { maxLength: 6 }), (all) => {
        const account = cpuAccount(
          snapshots(...all.map((one) => one.map((p) => made(p.pid, p.parent, 'x', p)))),
        );
        const sums = account.map(({ reading }) => Object.values(reading).reduce((sum, n) => sum + n, 0));
        return sums.every((sum, i) => sum >= (sums[i - 1] ?? 0));
      }),
    );
  });
});

describe('processes over a window', () => {
  const facts = { pageBytes: 4096, ticksPerSecond: 100 };
  const window = { loadFromMs: 0, fromMs: 20_000, toMs: 50_000 };
  const reading = (i: number) => [
    ...base.slice(0, 3),
    made(20, 9, 'postgres', { own: 100 * i, resident: 1000, shared: 900 }),
    made(21, 20, 'postgres', { own: 50 * i, resident: 600 + i, shared: 500 }),
    made(30, 9, 'nginx', { own: i, resident: 30, shared: 10 }),
    made(80 + i, 0, 'psql', { own: 5 }),
  ];
  /** Every 15 s from 0 to 60. */
  const every15s = (of: (i: number) => Process[]) =>
    [0, 1, 2, 3, 4].map((i) => ({ atMs: i * 15_000, reading: { db: { told: of(i) } } }));

  it('gives each service its CPU, what it shares only once in memory, and most CPU first', () => {
    const { vms, notObserved } = processes.reduce(every15s(reading), facts, window);
    expect(notObserved).toEqual([]);
    expect(vms).toMatchObject([
      {
        vm: 'db',
        observations: 4,
        services: [
          { service: 'postgres', processesMax: 2, memoryMaxBytes: (100 + 104 + 900) * 4096 },
          { service: 'nginx', processesMax: 1, memoryMaxBytes: 30 * 4096 },
          { service: 'supervisor', cpuSeconds: 0, processesMax: 3 },
        ],
      },
    ]);
    // 150 ticks in each 15 s, for 30 s
    expect(vms[0]?.services[0]?.cpuSeconds).toBeCloseTo(3);
    expect(vms[0]?.services[1]?.cpuSeconds).toBeCloseTo(0.02);
  });

  it('says which VM it could not observe', () => {
    const readings = every15s(reading).map((r, i) => ({
      ...r,
      reading: { ...r.reading, gone: i < 2 ? { told: reading(i) } : { failed: 'no such container' } },
    }));
    const { vms, notObserved } = processes.reduce(readings, facts, window);
    expect(vms.map(({ vm }) => vm)).toEqual(['db']);
    expect(notObserved).toEqual([
      { vm: 'gone', reason: 'no readings around the window (last failed reading: no such container)' },
    ]);
    expect(() => processes.reduce([], facts, window)).toThrow('no readings');
  });
});
