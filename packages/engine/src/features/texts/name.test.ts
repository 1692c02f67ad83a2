import { describe, expect, it } from 'vitest';
import { attributeDefinition, RARE_CATEGORY } from '../attributes.js';
import { CATALOGUE } from '../families/catalogue.js';
import { type FeatureDefinition, LANGUAGES } from '../feature.js';
import { UntoldFeatureError } from './describe.js';
import { nameFeature, showValue } from './name.js';
import { ENGLISH_NAMES } from './names-en.js';
import { SPANISH_NAMES } from './names-es.js';
import { PORTUGUESE_NAMES } from './names-pt.js';

function definition(code: string): FeatureDefinition {
  return CATALOGUE.find((each) => each.code === code)!;
}

describe('the name of a feature', () => {
  it.each([
    ['overdueDays', 'en', 'Delay of the oldest unpaid instalment'],
    ['lateDaysMax.90d', 'en', 'Longest payment delay, last 90 days'],
    ['lateDaysMax.all', 'es', 'Mayor atraso, todo el historial'],
    ['newestLateDays.2', 'pt', 'Atraso, segunda parcela mais recente'],
    ['lateRecent.h3', 'en', /^Share of late instalments, .* after 3 instalments\)$/],
    ['noHistory', 'es', 'Historial de pagos y datos de la solicitud'],
    ['attribute:monthly.income', 'pt', 'monthly.income'],
  ] as const)('%s in %s', (code, language, name) => {
    expect(nameFeature(code, language)).toMatch(name);
  });

  it('is there for every feature, and its own, in every language', () => {
    for (const language of LANGUAGES) {
      const names = CATALOGUE.map(({ code }) => nameFeature(code, language));
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(/^\p{Lu}[^{}]+$/u);
    }
  });

  it('exists for no feature that does not', () => {
    const stems = new Set(CATALOGUE.map(({ code }) => code.split('.')[0]));
    for (const { features } of [ENGLISH_NAMES, SPANISH_NAMES, PORTUGUESE_NAMES])
      expect(Object.keys(features).sort()).toEqual([...stems, 'noHistory'].sort());
  });

  it('is refused for an unknown feature', () => {
    expect(() => nameFeature('fromTheFuture.90d', 'en')).toThrow(UntoldFeatureError);
  });
});

describe('the value of a feature', () => {
  const income = attributeDefinition({ key: 'income', kind: 'number' });
  const phone = attributeDefinition({ key: 'phone', kind: 'boolean' });
  const product = attributeDefinition({
    key: 'product',
    kind: 'category',
    categories: [RARE_CATEGORY, 'card'],
  });

  it.each([
    [definition('lateDaysMax.90d'), 12, 'es', '12 días'],
    [definition('lateDaysMean.90d'), 1, 'en', '1 day'],
    [definition('lateDaysChange'), -3.25, 'pt', '−3,3 dias'],
    [definition('lateShare.90d'), 0.25, 'en', '25%'],
    [definition('lateShareChange'), -0.123, 'en', '−12%'],
    [definition('newestDue.1'), 1.84, 'pt', '1,8×'],
    [definition('dueSlope'), Math.log(0.5), 'en', '−50%'],
    [definition('dueSlope'), Math.log(2), 'en', '100%'],
    [definition('dueToIncome'), 0.31, 'en', '31%'],
    [definition('loans'), 3, 'en', '3'],
    [definition('lateShare.90d'), Number.NaN, 'es', 'sin dato'],
    [definition('daysSinceLate'), Number.NaN, 'en', 'never happened'],
    [income, -12500.5, 'pt', '-12.500,5'],
    [phone, 1, 'es', 'sí'],
    [product, 1, 'en', 'card'],
    [product, 0, 'en', 'a rare value'],
  ] as const)('%# is written with its unit', (each, value, language, text) => {
    expect(showValue(each, value, language)).toBe(text);
  });
});
