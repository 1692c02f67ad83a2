import type { FeatureDefinition, Language } from '../feature.js';
import { UntoldFeatureError } from './describe.js';
import { TEXTS } from './languages.js';
import type { LanguageNames } from './names.js';
import { ENGLISH_NAMES } from './names-en.js';
import { SPANISH_NAMES } from './names-es.js';
import { PORTUGUESE_NAMES } from './names-pt.js';
import { attributeValue, counted, number, share } from './numbers.js';
import { fill, type LanguageTexts } from './sentences.js';

const NAMES: Readonly<Record<Language, LanguageNames>> = {
  en: ENGLISH_NAMES,
  es: SPANISH_NAMES,
  pt: PORTUGUESE_NAMES,
};

/**
 * What a column is, without anyone's number; an attribute is called as the lender calls it.
 *
 * @throws UntoldFeatureError
 * @example nameFeature('lateDaysMax.90d', 'en') // => 'Longest payment delay, last 90 days'
 */
export function nameFeature(code: string, language: Language): string {
  if (code.startsWith('attribute:')) return code.slice('attribute:'.length);
  const [stem = '', suffix = ''] = code.split('.');
  const { features } = NAMES[language];
  const name = Object.hasOwn(features, stem) ? features[stem] : undefined;
  if (name === undefined) throw new UntoldFeatureError(code);
  return suffix === '' ? name : `${name}, ${suffixText(suffix, language)}`;
}

/** Which instalments a suffix means: `90d`, `all`, `h3` (a half-life of 3 instalments), `2` (the second newest). */
function suffixText(suffix: string, language: Language): string {
  const names = NAMES[language];
  const texts = TEXTS[language];
  if (suffix === 'all') return names.window.all;
  if (suffix.startsWith('h'))
    return fill(names.halfLife, () => counted(texts, 'instalment', Number(suffix.slice(1))));
  if (suffix.endsWith('d'))
    return fill(names.window.last, () => counted(texts, 'day', Number.parseInt(suffix, 10)));
  return names.which[Number(suffix) - 1] ?? suffix;
}

/**
 * A person's number with its unit, as it is written in that language.
 *
 * @param value the number of the column; NaN is told as not known, or as the fact that it is
 * @example showValue(lateDaysMax90, 12, 'es') // => '12 días'
 */
export function showValue(
  definition: FeatureDefinition,
  value: number,
  language: Language,
): string {
  const names = NAMES[language];
  const texts = TEXTS[language];
  const { unit, categories, missingTells } = definition;
  if (Number.isNaN(value)) return missingTells ? names.never : names.unknown;
  if (unit === 'category' || unit === 'value') return attributeValue(texts, categories, value);
  return (value < 0 ? '−' : '') + shownSize(unit, value, texts);
}

type CountedUnit = Exclude<FeatureDefinition['unit'], 'category' | 'value'>;

function shownSize(unit: CountedUnit, value: number, texts: LanguageTexts): string {
  const size = Math.abs(value);
  switch (unit) {
    case 'days':
      return counted(texts, 'day', size);
    case 'share':
      return share(texts, size);
    case 'growth':
      return share(texts, Math.abs(Math.expm1(value)));
    case 'ratio':
      return `${number(texts, size)}×`;
    case 'months':
    case 'count':
      return number(texts, size);
  }
}
