import { RARE_CATEGORY } from '../attributes.js';
import type { LanguageTexts, Noun } from './sentences.js';

export function counted(texts: LanguageTexts, noun: Noun, value: number): string {
  const shown = rounded(value);
  const { one, other } = texts.nouns[noun];
  const plural = pluralRules(texts.locale).select(shown);
  return `${number(texts, value)} ${plural === 'one' && shown !== 0 ? one : other}`;
}

export function number({ locale }: LanguageTexts, value: number): string {
  return numberFormat(locale, { maximumFractionDigits: 2 }).format(rounded(value));
}

/** Two digits are enough to understand a number; a small one must not be shown as 0. */
function rounded(value: number): number {
  const digits = Math.abs(value) >= 10 ? 0 : Math.abs(value) >= 1 ? 1 : 2;
  const shown = Number(value.toFixed(digits));
  return shown === 0 && value !== 0 ? Math.sign(value) * 0.01 : shown;
}

/** A share that is not all or nothing is not shown as such. */
export function share({ locale }: LanguageTexts, value: number): string {
  const percent = value * 100;
  const shown = percent > 0 && percent < 1 ? Math.max(0.1, Number(percent.toFixed(1))) : percent;
  const capped = value < 1 && shown >= 99.5 ? 99 : Math.round(shown * 10) / 10;
  const digits = capped < 1 ? 1 : 0;
  return numberFormat(locale, { style: 'percent', maximumFractionDigits: digits }).format(
    capped / 100,
  );
}

/** How many times something is something else: `1.8 times`, and `as much as` in place of `1 time`. */
export function timesOf(texts: LanguageTexts, value: number): string {
  return rounded(value) === 1 ? texts.asMuch : counted(texts, 'occasion', value);
}

export function attributeValue(
  { locale, attribute }: LanguageTexts,
  categories: readonly string[] | undefined,
  value: number,
): string {
  if (categories === undefined) return numberFormat(locale, {}).format(value);
  const category = categories[value];
  if (category === undefined) return attribute.unseen;
  if (category === RARE_CATEGORY) return attribute.rare;
  if (category === 'true') return attribute.yes;
  return category === 'false' ? attribute.no : category;
}

/** Making a formatter takes a hundred times as long as using it. */
const formats = new Map<string, Intl.NumberFormat>();
const rules = new Map<string, Intl.PluralRules>();

function numberFormat(
  locale: string,
  options: { style?: 'percent'; maximumFractionDigits?: number },
): Intl.NumberFormat {
  const key = `${locale} ${options.style} ${options.maximumFractionDigits}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale, options);
    formats.set(key, format);
  }
  return format;
}

function pluralRules(locale: string): Intl.PluralRules {
  let found = rules.get(locale);
  if (found === undefined) {
    found = new Intl.PluralRules(locale);
    rules.set(locale, found);
  }
  return found;
}
