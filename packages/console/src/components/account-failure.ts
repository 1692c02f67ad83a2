import { MaiaError } from '@maia/sdk';
import { errorText } from '../api/error-text.js';
import type { MessageId } from '../i18n/en.js';
import type { useTexts } from '../i18n/use-texts.js';

type Translate = ReturnType<typeof useTexts>['t'];

/**
 * Why a call about an account failed, in the reader's language, while the server's words are in one; `refused` is said of a 400.
 */
export function accountFailure(error: unknown, t: Translate, refused?: MessageId): string {
  if (!(error instanceof MaiaError)) return errorText(error, t);
  if (error.status === 429) return t('signIn.tooMany');
  return error.status === 400 && refused !== undefined ? t(refused) : errorText(error, t);
}

/** Why a new password was refused; `otherwise` is said when it was not for the password itself. */
export function passwordFailure(error: unknown, otherwise: MessageId, t: Translate): string {
  const isAboutPassword =
    error instanceof MaiaError && error.errors.some(({ field }) => field === 'password');
  return accountFailure(error, t, isAboutPassword ? 'reset.badPassword' : otherwise);
}
