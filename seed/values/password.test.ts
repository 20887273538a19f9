import { describe, expect, it } from 'vitest';
import { passwordHash } from './password.ts';

describe('passwordHash', () => {
  it("has Django's form, the same for the same seed", async () => {
    const hash = await passwordHash('Sona', 1, 1_000);
    expect(hash).toMatch(/^pbkdf2_sha256\$1000\$[A-Za-z0-9]{22}\$[A-Za-z0-9+/]{43}=$/);
    expect(await passwordHash('Sona', 1, 1_000)).toBe(hash);
    expect(await passwordHash('Sona', 2, 1_000)).not.toBe(hash);
  });
});
