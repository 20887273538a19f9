import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isForeignCustomer } from '../../../scenarios/lib/ownership.ts';
import { stream } from '../../../scenarios/lib/random.ts';
import { MADE_UP_CUSTOMERS, madeUpTenants, madeUpViewer } from '../../../scenarios/testing/made-up-user.ts';
import type { RequestOutcome } from '../../core/evidence/samples.ts';
import { monotonicMs, sleep } from '../../host/clock.ts';
import { canPin } from '../../host/pinning.ts';
import { calibrate } from '../calibration.ts';
import type { LoadPlan, LoadProgress } from '../engine.ts';
import { readHeader } from '../samples/header.ts';
import { LatencyHistogram } from '../samples/histogram.ts';
import { forEachSample } from '../samples/reader.ts';
import type { Sample } from '../samples/record.ts';
import { reduceGenerator } from '../samples/reduce-generator.ts';
import { reduceSamples } from '../samples/reduce-samples.ts';
import {
  type Incoming,
  type RecordingServer,
  sequenceOf,
  startRecordingServer,
} from '../testing/recording-server.ts';
import { nodeEngine } from './engine.ts';

let outDir: string;
let server: RecordingServer;
const progress: LoadProgress[] = [];
beforeEach(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'load-'));
  server = await startRecordingServer();
  progress.length = 0;
});
afterEach(async () => {
  await server.close();
  await rm(outDir, { recursive: true });
});

function planOf(differences: Partial<LoadPlan> = {}): LoadPlan {
  return {
    baseUrl: server.baseUrl,
    caPem: null,
    users: 6,
    tenants: madeUpTenants,
    shares: madeUpTenants.map(() => 1),
    customers: MADE_UP_CUSTOMERS,
    staffPassword: 'secret',
    seed: 1,
    traffic: 'crm',
    thinkScale: 0.02,
    warmUpS: 0.5,
    windowS: 2,
    requestTimeoutMs: 3000,
    outDir,
    ...differences,
  };
}

function run(plan: LoadPlan, signal = new AbortController().signal) {
  return nodeEngine.run(plan, { progress: (p) => progress.push(p), windowOpens: () => {}, signal });
}

async function allSamples(): Promise<Sample[]> {
  const samples: Sample[] = [];
  await forEachSample(outDir, await readHeader(outDir), (sample) => samples.push(sample));
  return samples;
}

/** Cores that each process of ours may run on whose command line names the generator. */
function coresOfGenerator(): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const mine =
        readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(process.pid);
      const generator = mine && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('load/node/process.ts');
      const status = generator ? readFileSync(`/proc/${pid}/status`, 'utf8') : '';
      return /Cpus_allowed_list:\s*(\S+)/.exec(status)?.[1] ?? [];
    } catch {
      return []; // no process, or one that has ended meanwhile
    }
  });
}

describe.runIf(canPin([0]) && canPin([1]))('a generator that is held to a core', () => {
  it.each([[[0]], [[1]]])('runs on %j and nowhere else', async (cores) => {
    const seen = new Set<string>();
    const look = () => {
      for (const one of coresOfGenerator()) seen.add(one);
    };
    const on = { progress: look, windowOpens: look, signal: new AbortController().signal };
    const times = await nodeEngine.run(planOf({ cores, windowS: 1 }), on);
    expect(times.windowToMs).toBeGreaterThan(times.windowFromMs);
    expect([...seen]).toEqual([cores.join(',')]);
  });
});

describe('the node engine', () => {
  it('sends every user the same requests for the same seed', async () => {
    const sequences: string[][][] = [];
    for (const seed of [1, 1, 2]) {
      server.received.length = 0;
      const times = await run(planOf({ seed }));
      expect(times.windowToMs - times.windowFromMs).toBeCloseTo(2000, 3);
      const tenants = planOf().tenants;
      sequences.push(
        [0, 1, 2, 3, 4, 5].map((n) => sequenceOf(server, tenants[n % 3] as string, Math.floor(n / 3))),
      );
    }
    const [first = [], second = [], other = []] = sequences;
    for (const [user, sequence] of first.entries()) {
      const again = second[user] ?? [];
      const common = Math.min(sequence.length, again.length);
      expect(common).toBeGreaterThan(5);
      expect(sequence.slice(0, common)).toEqual(again.slice(0, common));
    }
    expect(other).not.toEqual(first);
  });

  it('agrees with what the server itself recorded, also when it stalls', async () => {
    const random = stream(1, 'service times');
    let stallEndsMs = 0;
    server.onRequest = ({ answer }) => {
      const stalled = Math.max(0, stallEndsMs - monotonicMs());
      setTimeout(answer, stalled + 10 + random.exponential(20));
    };
    const plan = planOf({ users: 60, thinkScale: 0.04, warmUpS: 4, windowS: 6 });
    const times = await nodeEngine.run(plan, {
      progress: () => {},
      windowOpens: () => setTimeout(() => (stallEndsMs = monotonicMs() + 1000), 3000),
      signal: new AbortController().signal,
    });
    const [ours, theirs] = [new LatencyHistogram(), new LatencyHistogram()];
    const inWindow = (ms: number) => ms >= times.windowFromMs && ms < times.windowToMs;
    const { originEpochMs } = await readHeader(outDir);
    const samples = await allSamples();
    expect(samples.length).toBe(server.received.length);
    for (const { sentUs, endUs } of samples)
      if (inWindow(originEpochMs + sentUs / 1000)) ours.add(endUs - sentUs);
    for (const { arrivedMs, tookMs } of server.received) if (inWindow(arrivedMs)) theirs.add(tookMs * 1000);
    expect(theirs.maxUs).toBeGreaterThan(900_000);
    for (const q of [0.5, 0.95, 0.99]) {
      const [seen, truth] = [ours.quantileUs(q) / 1000, theirs.quantileUs(q) / 1000];
      console.log(
        `p${q * 100} of ${ours.count}: engine ${seen.toFixed(2)} ms, server ${truth.toFixed(2)} ms`,
      );
      expect(Math.abs(seen - truth)).toBeLessThan(truth * 0.02 + 1);
    }
    const data = await reduceSamples(outDir);
    expect(data.lostSamples).toBe(0);
    expect(data.endpoints[0]?.databaseMeanMs).toBeCloseTo(1.5, 3);
    // N = X (R + Z), all of it measured.
    const users = data.throughputRps * ((data.meanLatencyMs + data.meanThinkMs) / 1000);
    expect(Math.abs(users / data.users - 1)).toBeLessThan(0.25);
  });

  it('tells every kind of failure apart and ends by itself', async () => {
    const expected: Partial<Record<RequestOutcome, number>> = {};
    const faults: [RequestOutcome, (incoming: Incoming) => void][] = [
      ['ok', ({ answer }) => answer()],
      ['timeout', () => {}],
      ['reset', ({ request }) => request.socket.resetAndDestroy()],
      [
        'reset',
        ({ response }) =>
          response.writeHead(200, { 'content-length': 99 }).write('{', () => response.destroy()),
      ],
      ['wrong-body', ({ request }) => request.socket.end('what?\r\n\r\n')],
      [
        'wrong-body',
        ({ response, request }) => response.writeHead(createdBy(request.method)).end('{"tenant":'),
      ],
      ['wrong-body', ({ response }) => flood(response)],
      ['timeout', ({ response }) => drip(response)],
      ['wrong-status', ({ response }) => response.writeHead(503).end('{}')],
      [
        'wrong-tenant',
        ({ response, request }) => response.writeHead(createdBy(request.method)).end('{"tenant":"other"}'),
      ],
    ];
    server.onRequest = (incoming) => {
      // Tries at another tenant's customers have outcomes of their own.
      if (asksForForeign(incoming)) return incoming.answer();
      const [outcome, act] = faults[incoming.count % faults.length] as (typeof faults)[number];
      expected[outcome] = (expected[outcome] ?? 0) + 1;
      act(incoming);
    };
    await run(planOf({ users: 20, requestTimeoutMs: 500, windowS: 4 }));
    const seen: Partial<Record<RequestOutcome, number>> = {};
    const logIns = (await readHeader(outDir)).endpoints.indexOf('POST /api/auth/login');
    for (const { outcome, endpoint, status } of await allSamples())
      if (endpoint !== logIns && status !== 404) seen[outcome] = (seen[outcome] ?? 0) + 1;
    expect(Object.keys(seen).sort()).toEqual(Object.keys(expected).sort());
    for (const [outcome, count] of Object.entries(expected))
      expect(Math.abs((seen[outcome as RequestOutcome] ?? 0) - count), outcome).toBeLessThanOrEqual(
        count * 0.1,
      );
    const data = await reduceSamples(outDir);
    expect(data.errors).toBeGreaterThan(data.requests / 2);
    expect(data.worstCaseLatency?.p95Ms).toBeGreaterThanOrEqual(500);
    // Errors are data, and never a hot loop: no more requests than the users' pauses allow.
    expect(data.requests).toBeLessThan(1.5 * data.expectedRequests);
    expect(data.activeUsersAtEnd).toBe(20);
  });

  it('goes on against a server that is gone', async () => {
    const stopping = sleep(2500).then(() => server.close());
    await run(planOf({ users: 12, warmUpS: 1.5, windowS: 2 }));
    await stopping;
    const { byOutcome } = await reduceSamples(outDir);
    expect(byOutcome.refused).toBeGreaterThan(10);
    expect(Object.keys(byOutcome)).not.toContain('other');
  });

  it('finds a leak that shows only to who asks for it, before the window and under its own name', async () => {
    let leaked = 0;
    server.onRequest = (incoming) => {
      const { request, response } = incoming;
      if (request.method !== 'GET' || !asksForForeign(incoming)) return incoming.answer();
      leaked++;
      response.end(JSON.stringify({ tenant: tenantOf(incoming), items: [] }));
    };
    await run(planOf());
    expect(leaked).toBe(12);
    expect(await reduceSamples(outDir)).toMatchObject({ wrongTenant: 12, errors: 0 });
    expect((await readHeader(outDir)).counters.astrayUsers).toBe(0);
  });

  it('asks again what failed in preparation, and says how many users it could not help', async () => {
    let refusals = 0;
    const preparing = () => progress.every((p) => p.phase === 'log-in');
    server.onRequest = ({ answer, request, response }) => {
      const fails = preparing() && request.url === '/api/gold-rate' && refusals++ < 3;
      if (fails) response.writeHead(500).end('{}');
      else answer();
    };
    await run(planOf({ users: 3 }));
    expect(refusals).toBeGreaterThanOrEqual(6);
    expect((await readHeader(outDir)).counters.astrayUsers).toBe(0);

    server.onRequest = ({ answer, request, response }) =>
      request.url === '/api/gold-rate' ? response.writeHead(500).end('{}') : answer();
    await run(planOf({ users: 3 }));
    expect((await readHeader(outDir)).counters.astrayUsers).toBe(3);
  });

  it('says why users cannot log in', async () => {
    await server.close();
    await expect(run(planOf())).rejects.toMatchObject({
      code: 'load-failed',
      message: 'user 1 could not log in after 3 tries (refused)',
    });
    expect((await readHeader(outDir)).ended).toBe('failed');
    await expect(reduceSamples(outDir)).rejects.toThrow('was failed');
    server = await startRecordingServer();
  });

  it('says when it cannot write, without a stack', async () => {
    const lost = run(planOf({ outDir: join(outDir, 'absent') }));
    await expect(lost).rejects.toMatchObject({
      code: 'load-failed',
      message: expect.stringContaining('ENOENT'),
    });
  });

  it('stops within 3 s of an abort, with what was sent on disk', async () => {
    const stop = new AbortController();
    const measuring = () => progress.some((p) => p.phase === 'window' && p.requests > 5);
    server.onRequest = ({ answer, count }) => (measuring() && count % 2 === 0 ? undefined : answer());
    const running = run(planOf({ windowS: 60, requestTimeoutMs: 30_000 }), stop.signal);
    while (!measuring()) await Promise.race([sleep(50), running]);
    await sleep(500); // until some requests hang
    const from = monotonicMs();
    stop.abort();
    await expect(running).rejects.toMatchObject({ code: 'interrupted' });
    expect(monotonicMs() - from).toBeLessThan(3000);
    const header = await readHeader(outDir);
    expect(header.ended).toBe('stopped');
    expect((await allSamples()).length).toBe(header.counters.records);
    expect((await readFile(join(outDir, 'generator.jsonl'), 'utf8')).split('\n').length).toBeGreaterThan(1);
    await expect(reduceSamples(outDir)).rejects.toThrow('was stopped');
  });

  it('keeps the schedule of 150 users and counts what it promised', async () => {
    await run(planOf({ users: 150, thinkScale: 0.25, warmUpS: 2, windowS: 10 }));
    const [data, generator] = [await reduceSamples(outDir), await reduceGenerator(outDir)];
    console.log(
      `150 users: ${data.throughputRps.toFixed(0)} req/s, slip p50 ${generator.slipP50Ms} p99 ${generator.slipP99Ms} ms, ` +
        `CPU ${generator.cpuMsPerRequest.toFixed(2)} ms a request, loop delay p99 ${generator.loopDelayP99Ms.toFixed(1)} ms`,
    );
    // Generous: other tests may share the cores. A run's own guard is stricter.
    expect(generator.slipP99Ms).toBeLessThan(40);
    expect(generator.droppedSends).toBe(0);
    expect(data).toMatchObject({ errors: 0, lostSamples: 0, activeUsersAtEnd: 150 });
    expect(Math.abs(data.requests - data.expectedRequests)).toBeLessThan(4 * data.expectedRequestsSd);
    expect(progress.map((p) => p.phase).filter((p, i, all) => p !== all[i - 1])).toEqual(
      expect.arrayContaining(['warm-up', 'window']),
    );
    expect(progress.at(-1)?.usersReady).toBe(150);
  });

  it('proves its rate against a null server', async () => {
    const data = await calibrate(
      nodeEngine,
      planOf({ users: 150, thinkScale: 1 }),
      new AbortController().signal,
    );
    console.log(
      `calibration: asked ${data.askedRps}, reached ${data.reachedRps}, slip p99 ${data.slipP99Ms} ms`,
    );
    expect(data.errors).toBe(0);
    expect(data.askedRps).toBeGreaterThanOrEqual(2 * data.plannedRps);
    expect(data.reachedRps).toBeGreaterThanOrEqual(0.98 * data.askedRps);
  });
});

describe('TLS', () => {
  it('is verified against the given authority, by address or by localhost', async ({ skip }) => {
    const own = certificate();
    if (own === null) return skip('no openssl to make a certificate with');
    const secure = await startRecordingServer(own);
    try {
      await run(planOf({ baseUrl: secure.baseUrl, caPem: own.cert }));
      expect(await reduceSamples(outDir)).toMatchObject({ errors: 0, lostSamples: 0 });
      const other = certificate();
      await expect(run(planOf({ baseUrl: secure.baseUrl, caPem: other?.cert ?? '' }))).rejects.toThrow(
        'could not log in',
      );
    } finally {
      await secure.close();
    }
  });
});

function tenantOf({ request }: Incoming): string {
  return /@([^.]+)\.example/.exec(request.headers.cookie ?? '')?.[1] ?? '';
}

function asksForForeign(incoming: Incoming): boolean {
  const id = Number(/customers\/(\d+)/.exec(incoming.request.url ?? '')?.[1]);
  return isForeignCustomer(id, madeUpViewer(madeUpTenants.indexOf(tenantOf(incoming))));
}

function createdBy(method: string | undefined): number {
  return method === 'POST' ? 201 : 200;
}

/** More than any answer may have, as fast as it goes. */
function flood(response: Incoming['response']): void {
  const block = Buffer.alloc(1024 * 1024, 'x');
  const more = () => {
    if (!response.destroyed) response.write(block, more);
  };
  response.writeHead(200);
  more();
}

/** A byte now and then, for ever. */
function drip(response: Incoming['response']): void {
  const timer = setInterval(() => response.write('x'), 100);
  response.writeHead(200).on('close', () => clearInterval(timer));
}

const certificateTool = 'openssl';

function certificate(): { key: string; cert: string } | null {
  try {
    const pem = execFileSync(
      certificateTool,
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout - -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost'.split(
        ' ',
      ),
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const part = (name: string) =>
      new RegExp(`-----BEGIN ${name}-----[^]*?-----END ${name}-----`).exec(pem)?.[0] ?? '';
    return { key: part('PRIVATE KEY'), cert: part('CERTIFICATE') };
  } catch {
    return null;
  }
}
