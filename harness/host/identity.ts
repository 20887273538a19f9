import { randomBytes } from 'node:crypto';
import { nowMs } from './clock.ts';

/** Id of a new run: sorts by time, tells the level at a glance, unique: `20260131-094512-l1-quick-3fa9`. */
export function newRunId(level: number, profile: string): string {
  const stamp = new Date(nowMs()).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${stamp}-l${level}-${profile}-${randomBytes(2).toString('hex')}`;
}

/** A moment as ISO 8601 in UTC. */
export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
