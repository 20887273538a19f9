/** Longer than the two seconds that a single command has: a call of the queue may be several of them. */
const mostMs = 2_500;

/**
 * What `work` gives, or a rejection after 2.5 seconds: the library may wait for a server by itself, and a request must not. What
 * was begun may still happen afterwards, so it must bear being asked for again.
 */
export async function inTime<Value>(work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Command timed out')), mostMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {});
  }
}
