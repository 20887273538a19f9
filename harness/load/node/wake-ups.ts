import FlatQueue from 'flatqueue';
import { monotonicMs } from '../../host/clock.ts';

/** When each user is to be woken: one heap and one timer for all of them. A user has at most one wake-up. */
export interface WakeUps {
  /** Replaces the user's wake-up. `atMs` is on the monotonic clock. */
  set(user: number, atMs: number): void;
  cancel(user: number): void;
  /** Forgets all of them and stops the timer. */
  close(): void;
}

/** `wake` is called with the time that was set, never before it. It may set and cancel wake-ups. */
export function createWakeUps(users: number, wake: (user: number, dueMs: number) => void): WakeUps {
  const heap = new FlatQueue<number>();
  /** What stands for each user; entries of the heap that differ are out of date and are passed over. */
  const due = new Float64Array(users).fill(Number.NaN);
  let timer: NodeJS.Timeout | undefined;
  let armedMs = Number.POSITIVE_INFINITY;
  let running = false;

  const arm = () => {
    const next = heap.peekValue();
    if (next === undefined || running || next >= armedMs) return;
    clearTimeout(timer);
    armedMs = next;
    // Rounded up: a timer that fires early would only be set again.
    timer = setTimeout(fire, Math.max(1, Math.ceil(next - monotonicMs())));
  };
  const fire = () => {
    armedMs = Number.POSITIVE_INFINITY;
    running = true;
    for (let next = heap.peekValue(); next !== undefined && next <= monotonicMs(); next = heap.peekValue()) {
      const user = heap.pop() as number;
      if (due[user] !== next) continue;
      due[user] = Number.NaN;
      wake(user, next);
    }
    running = false;
    arm();
  };
  return {
    set(user, atMs) {
      due[user] = atMs;
      heap.push(user, atMs);
      arm();
    },
    cancel(user) {
      due[user] = Number.NaN;
    },
    close() {
      clearTimeout(timer);
      heap.clear();
      due.fill(Number.NaN);
    },
  };
}
