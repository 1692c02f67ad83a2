import { InvalidError } from '../errors.js';
import { COMMON_PASSWORDS } from './common-passwords.js';

export const PASSWORD_LENGTH_MAX = 256;

const MASK = /^\*+$/;

/** Whether a password is the documentation's mask: nothing but asterisks. */
export function isMask(password: string): boolean {
  return MASK.test(password);
}

/** What a new password is held against. */
export interface PasswordRules {
  lengthMin: number;
  username: string;
  email: string;
}

/** Throws InvalidError (400) for a password that is too short or long, guessable, or the documentation's mask. */
export function assertGoodPassword(password: string, rules: PasswordRules): void {
  const problem = findProblem(password, rules);
  if (problem !== null) throw InvalidError.field('password', problem);
}

function findProblem(
  password: string,
  { lengthMin, username, email }: PasswordRules,
): string | null {
  const length = [...password].length;
  if (length < lengthMin || length > PASSWORD_LENGTH_MAX)
    return `must have ${lengthMin} to ${PASSWORD_LENGTH_MAX} characters`;
  if (isMask(password)) return 'is only asterisks, the mask of the documentation; choose another';
  const folded = password.toLowerCase();
  if (COMMON_PASSWORDS.has(folded))
    return 'is among the commonest passwords, which are tried first; choose another';
  if (folded === username.toLowerCase()) return 'must not be the username';
  if (folded === email.toLowerCase()) return 'must not be the e-mail address';
  return null;
}
