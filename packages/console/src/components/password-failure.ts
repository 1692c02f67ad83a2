import { MaiaError } from '@maia/sdk';
import { errorText } from '../api/error-text.js';
import type { MessageId } from '../i18n/en.js';
import type { useTexts } from '../i18n/use-texts.js';

/**
 * Why a new password was refused, in the reader's language, while the server's words are in one; `otherwise` is said
 * when it was not for the password itself.
 */
export function passwordFailure(
  error: unknown,
  otherwise: MessageId,
  t: ReturnType<typeof useTexts>['t'],
): string {
  if (!(error instanceof MaiaError)) return errorText(error, t);
  if (error.status === 429) return t('signIn.tooMany');
  if (error.status !== 400) return errorText(error, t);
  const isAboutPassword = error.errors.some(({ field }) => field === 'password');
  return t(isAboutPassword ? 'reset.badPassword' : otherwise);
}
