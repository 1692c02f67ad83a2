import { MaiaError } from '@maia/sdk';
import type { Texts } from '../i18n/use-texts.js';

/** What to tell the person about an error that a page has no better words for. */
export function errorText(error: unknown, t: Texts['t']): string {
  if (!(error instanceof MaiaError)) return t('error.unreachable');
  if (error.status === 403) return t('error.forbidden');
  if (error.status < 500) return error.message;
  return error.requestId === null
    ? t('error.unexpectedPlain', { status: error.status })
    : t('error.unexpected', { requestId: error.requestId });
}
