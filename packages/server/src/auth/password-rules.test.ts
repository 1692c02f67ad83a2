import { describe, expect, it } from 'vitest';
import { InvalidError } from '../errors.js';
import { COMMON_PASSWORDS } from './common-passwords.js';
import { assertGoodPassword } from './password-rules.js';

const rules = { lengthMin: 8, username: 'mariposa.azul', email: 'ana@example.com' };

describe('assertGoodPassword', () => {
  it.each([
    ['shorter than the minimum', 'x1y2z3w'],
    ['longer than 256', 'x'.repeat(257)],
    ['nothing but asterisks', '********'],
    ['among the commonest', 'contraseña123'],
    ['among the commonest, in capitals', 'PassW0rd1'],
    ['the username', 'Mariposa.Azul'],
    ['the e-mail address', 'ana@example.com'],
  ])('refuses one that is %s', (_, password) => {
    expect(() => assertGoodPassword(password, rules)).toThrow(InvalidError);
  });

  it.each(['x1y2z3w4', 'ñandú ñandú', 'x'.repeat(256)])('takes %s', (password) => {
    expect(() => assertGoodPassword(password, rules)).not.toThrow();
  });

  it('counts characters, not UTF-16 units', () => {
    expect(() => assertGoodPassword('🐙'.repeat(7), rules)).toThrow(InvalidError);
    expect(() => assertGoodPassword('🐙'.repeat(8), rules)).not.toThrow();
  });
});

it('knows several hundred common passwords, all in lower case', () => {
  expect(COMMON_PASSWORDS.size).toBeGreaterThan(500);
  for (const password of COMMON_PASSWORDS) expect(password).toBe(password.toLowerCase());
});
