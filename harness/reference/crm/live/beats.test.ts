import { afterEach, expect, it, vi } from 'vitest';
import { openBeats } from './beats.ts';
import type { Seats } from './seats.ts';

afterEach(() => void vi.useRealTimers());

it('begins no round while one is under way, and the next once it is through', async () => {
  vi.useFakeTimers();
  const socket = { ping: vi.fn(), terminate: vi.fn() };
  const seat = { lives: true, said: 0, sessionKey: 'a', socket };
  const seats = { all: () => [seat], users: () => [] } as unknown as Seats;
  let answer = () => {};
  const stillThere = () =>
    new Promise<boolean>((resolve) => {
      answer = () => resolve(true);
    });
  const beats = openBeats(seats, stillThere, () => {});
  await vi.advanceTimersByTimeAsync(80_000);
  expect([socket.ping.mock.calls.length, socket.terminate.mock.calls.length]).toEqual([1, 0]);
  answer();
  seat.lives = true;
  await vi.advanceTimersByTimeAsync(25_000);
  expect(socket.ping.mock.calls.length).toBe(2);
  beats.stop();
});
