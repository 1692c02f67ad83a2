import type { Family, FeatureDefinition, Language } from '../feature.js';
import { TEXTS } from './languages.js';
import { attributeValue, counted, number, share, timesOf } from './numbers.js';
import { fill, type LanguageTexts, type Sentences } from './sentences.js';

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
  if (Number.isNaN(value)) return sentences.missing ?? unknownText(texts, stem, suffix);
  return fill(choose(sentences, value, telling), (name) => {
    return fillIn(texts, { name, suffix, value });
  });
}

/** Features of a window that can be unknown although something fell due in it. */
const UNKNOWN_OTHERWISE = new Set(['paidShareWithPartial', 'dueMean', 'paidMean']);

function unknownText(texts: LanguageTexts, stem: string, suffix: string): string {
  const isEmptyWindow = /^\d+d$/.test(suffix) && !UNKNOWN_OTHERWISE.has(stem);
  return isEmptyWindow ? fill(texts.nothingDue, () => daysOf(texts, suffix)) : texts.littleHistory;
}

function choose(sentences: Sentences, value: number, telling: Telling): string {
  if (value === 0 && sentences.zero !== undefined) return sentences.zero;
  if (value < 0 && sentences.negative !== undefined) return sentences.negative;
  return sentences[telling];
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
      return counted(texts, 'occasion', value);
    case 'times':
      return timesOf(texts, value);
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
