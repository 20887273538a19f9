import { probe } from './lib/probe.ts';
import type { Session } from './lib/session.ts';
import type { Identity } from './lib/user.ts';
import { crmTraffic } from './workload.ts';

/** What a kind of traffic must say about itself so that an engine can run it and a judge can expect a rate. */
export interface Traffic {
  id: string;
  /** Mean pause between two actions and its squared coefficient of variation, as they come out of the draws. */
  thinkMeanMs: number;
  thinkScv: number;
  /** Mean and variance of requests per action, per persona. */
  personas: readonly { id: string; requestsPerAction: number; requestsPerActionVariance: number }[];
  /** Persona of a staff member. */
  personaOf(staffNumber: number): string;
  open(identity: Identity, password: string): Session;
}

/** Every kind of traffic an engine can be told to send. */
export const traffics = { crm: crmTraffic, probe } as const satisfies Record<string, Traffic>;
export type TrafficId = keyof typeof traffics;
