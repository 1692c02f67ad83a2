import { RARE_CATEGORY } from '../attributes.js';
import type { Family, FeatureDefinition, Language } from '../feature.js';
import { ENGLISH } from './en.js';
import { SPANISH } from './es.js';
import { PORTUGUESE } from './pt.js';
import type { LanguageTexts, Noun, Sentences } from './sentences.js';

const TEXTS: Readonly<Record<Language, LanguageTexts>> = {
  en: ENGLISH,
  es: SPANISH,
  pt: PORTUGUESE,
};

/** A feature can have lowered a score or raised it; the same number is told accordingly. */
export type Telling = 'reason' | 'strength';

/** There is no sentence for a feature: it is not one of this version. */
export class UntoldFeatureError extends Error {
  override readonly name = 'UntoldFeatureError';

  constructor(readonly code: string) {
    super(`There is no text for the feature "${code}".`);
  }
}

export function describeFamily(family: Family, language: Language): string {
  return TEXTS[language].families[family];
}

/**
 * Says in a sentence what the person's own number is, for a loan officer and the applicant.
 *
 * @param value the number of the column; NaN is told as little history, or as the fact that it is
 * @throws UntoldFeatureError
 * @example describeFeature(lateShare90, 0.25, 'en', 'reason')
 * // => '25% of the instalments due in the last 90 days were late.'
 */
export function describeFeature(
  definition: FeatureDefinition,
  value: number,
  language: Language,
  telling: Telling,
): string {
  const texts = TEXTS[language];
  if (definition.family === 'attribute') {
    return describeAttribute(definition, value, texts, telling);
  }
  const [stem = '', suffix = ''] = definition.code.split('.');
  const sentences = Object.hasOwn(texts.features, stem) ? texts.features[stem] : undefined;
  if (sentences === undefined) throw new UntoldFeatureError(definition.code);
  if (Number.isNaN(value)) return sentences.missing ?? texts.littleHistory;
  return fill(choose(sentences, value, telling), (name) => {
    return fillIn(texts, { name, suffix, value });
  });
}

function choose(sentences: Sentences, value: number, telling: Telling): string {
  if (value === 0 && sentences.zero !== undefined) return sentences.zero;
  if (value < 0 && sentences.negative !== undefined) return sentences.negative;
  return sentences[telling];
}

function fill(template: string, part: (name: string) => string): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => part(name));
}

interface Placeholder {
  name: string;
  suffix: string;
  value: number;
}

function fillIn(texts: LanguageTexts, placeholder: Placeholder): string {
  const { name, suffix } = placeholder;
  const value = Math.abs(placeholder.value);
  switch (name) {
    case 'days':
      return counted(texts, 'day', value);
    case 'instalments':
      return counted(texts, 'instalment', value);
    case 'loans':
      return counted(texts, 'loan', value);
    case 'dueDates':
      return counted(texts, 'dueDate', value);
    case 'occasions':
    case 'times':
      return counted(texts, 'occasion', value);
    case 'points':
      return counted(texts, 'point', value * 100);
    case 'count':
      return number(texts, value);
    case 'share':
      return share(texts, value);
    case 'growth':
      return share(texts, Math.abs(Math.expm1(placeholder.value)));
    case 'window':
      return windowText(texts, suffix);
    case 'period':
      return fill(texts.period, () => daysOf(texts, suffix));
    case 'which':
      return texts.which[Number(suffix) - 1] ?? '';
    default:
      throw new RangeError(`A sentence has the unknown part {${name}}.`);
  }
}

function windowText(texts: LanguageTexts, suffix: string): string {
  if (suffix === 'all') return texts.window.all;
  return fill(texts.window.last, () => daysOf(texts, suffix));
}

/** The days of a suffix such as `90d`. */
function daysOf(texts: LanguageTexts, suffix: string): string {
  return counted(texts, 'day', Number.parseInt(suffix, 10));
}

function counted(texts: LanguageTexts, noun: Noun, value: number): string {
  const shown = rounded(value);
  const { one, other } = texts.nouns[noun];
  const plural = pluralRules(texts.locale).select(shown);
  return `${number(texts, value)} ${plural === 'one' && shown !== 0 ? one : other}`;
}

function number({ locale }: LanguageTexts, value: number): string {
  return numberFormat(locale, { maximumFractionDigits: 2 }).format(rounded(value));
}

/** Two digits are enough to understand a number; a small one must not be shown as 0. */
function rounded(value: number): number {
  const digits = Math.abs(value) >= 10 ? 0 : Math.abs(value) >= 1 ? 1 : 2;
  const shown = Number(value.toFixed(digits));
  return shown === 0 && value !== 0 ? Math.sign(value) * 0.01 : shown;
}

/** A share that is not all or nothing is not shown as such. */
function share({ locale }: LanguageTexts, value: number): string {
  const percent = value * 100;
  const shown = percent > 0 && percent < 1 ? Math.max(0.1, Number(percent.toFixed(1))) : percent;
  const capped = value < 1 && shown >= 99.5 ? 99 : Math.round(shown * 10) / 10;
  const digits = capped < 1 ? 1 : 0;
  return numberFormat(locale, { style: 'percent', maximumFractionDigits: digits }).format(
    capped / 100,
  );
}

function describeAttribute(
  { code, categories }: FeatureDefinition,
  value: number,
  texts: LanguageTexts,
  telling: Telling,
): string {
  const key = code.slice(code.indexOf(':') + 1);
  const { attribute } = texts;
  const part = (name: string) => (name === 'key' ? key : attributeValue(texts, categories, value));
  return fill(Number.isNaN(value) ? attribute.missing : attribute[telling], part);
}

function attributeValue(
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
