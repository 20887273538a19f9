import { describe, expect, it } from 'vitest';
import { keyOf, newSessionId } from './sessions.ts';

describe('session ids', () => {
  it('are new each time, and their key holds the tenant but not the id', () => {
    const id = newSessionId(3);
    expect(newSessionId(3)).not.toBe(id);
    const key = keyOf(id);
    expect(key).toMatch(/^tenant:3:session:[\w-]{43}$/);
    expect(key).not.toContain(id.slice(2));
    expect(keyOf(id)).toBe(key);
  });

  it.each(['', 'x', '3.short', '3', '*.'.padEnd(45, 'a'), `3.${'a'.repeat(44)}`])(
    '%j is none of ours',
    (id) => {
      expect(keyOf(id)).toBeNull();
    },
  );
});
