import { dealOf, tenantOf } from '../../../scenarios/lib/dealing.ts';
import type { Identity } from '../../../scenarios/lib/user.ts';
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
  /** Users that a failing answer kept from being where they should be in their day. */
  astray(): number;
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
  const deal = dealOf(plan.shares);
  const connect = connectionsTo(plan);
  const inFlight = { count: 0, onChange: () => {} };
  let lastSendMs = Number.POSITIVE_INFINITY;
  const wakeUps = createWakeUps(plan.users, (user, dueMs) => users[user]?.wake(dueMs));
  const users = Array.from({ length: plan.users }, (_, number) => {
    const tenantNumber = tenantOf(deal, number);
    const identity: Identity = {
      seed: plan.seed,
      number,
      staffNumber: staffNumberOf(number, plan),
      tenant: plan.tenants[tenantNumber] as string,
      tenantNumber,
      deal,
      customers: plan.customers,
    };
    return createVirtualUser({
      identity,
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
    astray: () => users.filter((user) => user.astray()).length,
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
