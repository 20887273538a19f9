import { describe, expect, it } from 'vitest';
import { planFor, type Row, rowsOf } from '../../testing/rows.ts';
import { variants, wasRegistered } from '../../testing/variants.ts';
import { dayOfMoment } from '../../time/calendar.ts';
import { longestMail } from '../../words/mails.ts';

const unanswered = ['no-answer', 'busy', 'switched-off'];

describe.each(variants)('calls and mails, %s', (_, change) => {
  const plan = planFor(change);

  it('has calls with a duration where somebody spoke, and recordings of those only', () => {
    for (const call of rowsOf(plan, 'calls')) {
      expect((call.duration_s as number) > 0).toBe(!unanswered.includes(call.disposition as string));
      if (call.recording_url !== null) expect(call.duration_s as number).toBeGreaterThanOrEqual(10);
      expect(call.ring_s as number).toBeGreaterThan(0);
      expect(wasRegistered(plan, call.customer_id as number, call.started_at as number)).toBe(true);
      expect(dayOfMoment(call.started_at as number)).toBeLessThanOrEqual(0);
    }
  });

  it('sends mails to the address that a customer has, when they are registered', () => {
    const known = new Map(rowsOf(plan, 'customers').map((row) => [row.id, row.email]));
    const sent = rowsOf(plan, 'emails');
    // 0.4 to the power of four.
    expect(sent.filter(({ customer_id }) => customer_id === null).length / sent.length).toBeLessThan(0.06);
    for (const mail of sent) {
      if (mail.customer_id === null) expect(mail.to_address).not.toMatch(/@mail\.example$/);
      else {
        expect(mail.to_address).toBe(known.get(mail.customer_id as number));
        expect(mail.to_address).toMatch(/^[a-z]+\.[a-z]+\d+@mail\.example$/);
        expect(wasRegistered(plan, mail.customer_id as number, mail.created_at as number)).toBe(true);
      }
    }
  });

  it('has mails whose status and times agree, in bodies that stay in their page', () => {
    for (const { status, created_at, sent_at, delivered_at, body } of rowsOf(plan, 'emails')) {
      expect(sent_at === null).toBe(status === 'queued');
      expect(delivered_at !== null).toBe(status === 'delivered');
      if (sent_at !== null) expect(sent_at as number).toBeGreaterThan(created_at as number);
      if (delivered_at !== null) expect(delivered_at as number).toBeGreaterThan(sent_at as number);
      if (status === 'queued') expect(dayOfMoment(created_at as number)).toBe(0);
      const bytes = Buffer.byteLength(body as string);
      expect(bytes >= 750 && bytes <= longestMail).toBe(true);
    }
  });

  it('has subscriptions in the form of real ones, each endpoint once', () => {
    const subscriptions = rowsOf(plan, 'push_subscriptions');
    for (const { p256dh, auth, active, created_at, last_seen_at } of subscriptions) {
      const point = Buffer.from(p256dh as string, 'base64url');
      expect([point.length, point[0], point.toString('base64url')]).toEqual([65, 4, p256dh]);
      const secret = Buffer.from(auth as string, 'base64url');
      expect([secret.length, secret.toString('base64url')]).toEqual([16, auth]);
      expect(last_seen_at as number).toBeGreaterThanOrEqual(created_at as number);
      expect(dayOfMoment(last_seen_at as number)).toBeLessThanOrEqual(0);
      if (active) expect(dayOfMoment(last_seen_at as number)).toBeGreaterThan(-7);
    }
    expect(new Set(subscriptions.map(({ endpoint }) => endpoint)).size).toBe(subscriptions.length);
  });
});

it('answers about half of the outgoing calls, most of the incoming ones', () => {
  const calls = rowsOf(planFor({ customers: 3_000 }), 'calls');
  const answered = (direction: string) => {
    const own = calls.filter((call) => call.direction === direction);
    return own.filter((call) => (call.duration_s as number) > 0).length / own.length;
  };
  expect(answered('outgoing')).toBeGreaterThan(0.4);
  expect(answered('outgoing')).toBeLessThan(0.5);
  expect(answered('incoming')).toBeGreaterThan(0.85);
});

it('calls in order of time, more in the week before Dhanteras than in a plain one', () => {
  const times = rowsOf(planFor({ customers: 5_000 }), 'calls').map((row: Row) => row.started_at as number);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  const week = (from: number) =>
    times.filter((t) => dayOfMoment(t) >= from && dayOfMoment(t) < from + 7).length;
  // 2024-10-23 and 2024-07-10.
  expect(week(-100)).toBeGreaterThan(1.5 * week(-205));
});
