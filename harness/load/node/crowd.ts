import { type Traffic, traffics } from '../../../scenarios/traffic.ts';
import { type LoadPlan, staffNumberOf } from '../engine.ts';
import { connectionsTo } from './connection.ts';
import type { Recorder } from './recorder.ts';
import { createVirtualUser, type VirtualUser } from './virtual-user.ts';
import { createWakeUps } from './wake-ups.ts';

/** All users of a plan. */
export interface Crowd {
  users: VirtualUser[];
  inFlight(): number;
  /** Users in the loop. */
  alive(): number;
  /** When the load ends; infinite until it has begun. */
  lastSendMs(): number;
  begin(loadFromMs: number, lastSendMs: number): void;
  /** Resolves when no request is on its way; each has its deadline, so this ends. */
  drained(signal: AbortSignal): Promise<void>;
  leave(): void;
}

/** All users of a plan with what they share: the wake-ups and the count of requests on their way. */
export function gather(plan: LoadPlan, recorder: Recorder): Crowd {
  const traffic: Traffic = traffics[plan.traffic];
  const connect = connectionsTo(plan);
  const inFlight = { count: 0, onChange: () => {} };
  let lastSendMs = Number.POSITIVE_INFINITY;
  const wakeUps = createWakeUps(plan.users, (user, dueMs) => users[user]?.wake(dueMs));
  const users = Array.from({ length: plan.users }, (_, number) => {
    const index = number % plan.tenants.length;
    const tenant = plan.tenants[index] as string;
    const identity = { seed: plan.seed, number, tenant, staffNumber: staffNumberOf(number, plan) };
    return createVirtualUser({
      number,
      tenant: { name: tenant, index },
      connection: connect(),
      wakeUps,
      recorder,
      timeoutMs: plan.requestTimeoutMs,
      thinkScale: plan.thinkScale,
      lastSendMs: () => lastSendMs,
      inFlight,
      openSession: () => traffic.open(identity, plan.staffPassword),
    });
  });
  return {
    users,
    inFlight: () => inFlight.count,
    alive: () => users.reduce((count, user) => count + (user.alive() ? 1 : 0), 0),
    lastSendMs: () => lastSendMs,
    begin(loadFromMs, until) {
      lastSendMs = until;
      for (const user of users) user.begin(loadFromMs);
    },
    drained: (signal) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (inFlight.count === 0) resolve();
        };
        inFlight.onChange = check;
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        check();
      }),
    leave() {
      wakeUps.close();
      for (const user of users) user.leave();
    },
  };
}
