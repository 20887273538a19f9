import { describe, expect, it } from 'vitest';
import { passwordHash } from '../../../seed/values/password.ts';
import { passwordMatches } from './passwords.ts';

describe('passwordMatches', () => {
  it('knows the password that the seeder hashed, and no other', async () => {
    const stored = await passwordHash('Sona', 1, 1_000);
    expect(await passwordMatches('Sona', stored)).toBe(true);
    expect(await passwordMatches('sona', stored)).toBe(false);
  });

  it.each([
    '',
    'plain',
    'md5$1$salt$aGk=',
    'pbkdf2_sha256$0$salt$aGk=',
    'pbkdf2_sha256$9999999999$salt$aGk=',
  ])('refuses the stored hash %j', async (stored) => {
    expect(await passwordMatches('Sona', stored)).toBe(false);
  });

  it('refuses an account that is not there', async () => {
    expect(await passwordMatches('Sona', null)).toBe(false);
  });
});
