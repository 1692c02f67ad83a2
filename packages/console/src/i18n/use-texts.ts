import { useLingui } from '@lingui/react';
import type { MessageId } from './en.js';
import { chooseLanguage, type Language, LOCALES } from './language.js';

export interface Texts {
  language: Language;
  /** The text of that name, with its values put in. */
  t: (id: MessageId, values?: Readonly<Record<string, string | number>>) => string;
  /** A number in the reader's notation, with as many decimals at most. */
  number: (value: number, decimalsMax?: number) => string;
  /** A number with its sign and one decimal: −12.0, +3.4, 0.0. */
  signed: (value: number) => string;
  /** A calendar day, given as YYYY-MM-DD. */
  day: (isoDate: string) => string;
  /** An instant, in the reader's own time zone. */
  instant: (isoInstant: string) => string;
}

/** The texts of the current language; the component follows when the language changes. */
export function useTexts(): Texts {
  const { i18n } = useLingui();
  const language = chooseLanguage([i18n.locale]);
  const locale = LOCALES[language];
  return {
    language,
    t: (id, values) => i18n._(id, values),
    number: (value, decimalsMax = 0) =>
      new Intl.NumberFormat(locale, { maximumFractionDigits: decimalsMax }).format(value),
    signed: (value) =>
      new Intl.NumberFormat(locale, {
        signDisplay: 'exceptZero',
        minimumFractionDigits: 1,
        maximumFractionDigits: 1,
      })
        .format(value)
        .replace('-', '−'),
    day: (isoDate) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
        new Date(`${isoDate}T00:00:00Z`),
      ),
    instant: (isoInstant) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }).format(
        new Date(isoInstant),
      ),
  };
}
