/** Whether one more may pass at `nowMs`: at most `most` within any 60 seconds. Who does not pass does not count. */
export function createRateLimit(): (nowMs: number, most: number) => boolean {
  const passed: number[] = [];
  return (nowMs, most) => {
    while (passed.length > 0 && (passed[0] as number) <= nowMs - 60_000) passed.shift();
    if (passed.length >= most) return false;
    passed.push(nowMs);
    return true;
  };
}
