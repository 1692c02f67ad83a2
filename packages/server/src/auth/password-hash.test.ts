import { describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from './password-hash.js';

describe('password hashes', () => {
  it('are Argon2id with 19 MiB and two passes, salted', async () => {
    const [one, two] = await Promise.all([hashPassword('same'), hashPassword('same')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
  });

  it('open with their password alone, however its letters are composed', async () => {
    const hash = await hashPassword('Señal 2026'.normalize('NFC'));
    expect(await verifyPassword(hash, 'Señal 2026'.normalize('NFD'))).toBe(true);
    expect(await verifyPassword(hash, 'Senal 2026')).toBe(false);
  });

  it('answer false where there is none', async () => {
    expect(await verifyPassword(null, 'no password has this hash')).toBe(false);
  });
});
