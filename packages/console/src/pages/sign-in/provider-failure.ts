import { MaiaError } from '@maia/sdk';
import { accountFailure } from '../../components/account-failure.js';
import type { MessageId } from '../../i18n/en.js';
import type { Texts } from '../../i18n/use-texts.js';

/** Why a provider lets nobody in by this answer; null when it may. The words are those of RFC 6749 §4.1.2.1. */
export function refusalIn(answer: string): MessageId | null {
  const error = new URLSearchParams(answer).get('error');
  if (error === 'access_denied') return 'provider.declined';
  if (error === 'temporarily_unavailable') return 'provider.unavailable';
  return error === null && answer !== '' ? null : 'provider.failed';
}

/** Why a sign-in through a provider failed, in the reader's language. */
export function providerFailure(error: unknown, t: Texts['t'], provider: string): string {
  if (!(error instanceof MaiaError)) return accountFailure(error, t);
  if (error.status === 503) return t('provider.unavailable', { provider });
  if (error.status === 403) return t('provider.noAccount');
  if (error.status !== 400) return accountFailure(error, t);
  const isAboutEmail = error.errors.some(({ field }) => field === 'email');
  return t(isAboutEmail ? 'provider.badEmail' : 'provider.failed', { provider });
}
