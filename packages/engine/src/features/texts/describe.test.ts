import { describe, expect, it } from 'vitest';
import { attributeDefinition, RARE_CATEGORY } from '../attributes.js';
import { CATALOGUE } from '../families/catalogue.js';
import { type FeatureDefinition, LANGUAGES } from '../feature.js';
import { describeFamily, describeFeature, UntoldFeatureError } from './describe.js';
import { ENGLISH } from './en.js';
import { SPANISH } from './es.js';
import { PORTUGUESE } from './pt.js';

function definition(code: string): FeatureDefinition {
  return CATALOGUE.find((each) => each.code === code)!;
}

describe('a sentence', () => {
  it.each([
    ['lateShare.90d', 0.25, 'en', '25% of the instalments due in the last 90 days were late.'],
    ['lateShare.all', 0, 'en', 'No instalment due so far was late.'],
    ['overdueDays', 1, 'en', 'The oldest unpaid instalment is 1 day past due.'],
    ['overdueDays', 39, 'es', 'La cuota impaga más antigua lleva 39 días de atraso.'],
    ['overdueDays', 1, 'es', 'La cuota impaga más antigua lleva 1 día de atraso.'],
    ['overdueDays', 0, 'es', 'No hay nada vencido sin pagar.'],
    ['overdueDays', 1234, 'pt', 'A parcela em aberto mais antiga está com 1.234 dias de atraso.'],
    ['lateDaysMean.30d', 2.46, 'pt', /últimos 30 dias tiveram em média 2,5 dias de atraso\.$/],
    ['late30Count.180d', 1, 'es', /^Con 30 días de atraso o más: 1 cuota de las/],
    ['newestOpen.2', 1, 'en', 'The second newest instalment is not settled.'],
    ['settledToDue.90d', 2, 'en', /^The instalments settled in the last 90 days are 2 times those/],
    ['lateDaysSlope', -3, 'en', 'Lateness shrinks by 3 days from one instalment to the next.'],
    [
      'dueSlope',
      Math.log(0.5),
      'en',
      'The amount due shrinks by 50% from one instalment to the next.',
    ],
    [
      'newestDue.1',
      1.84,
      'es',
      'La cuota más reciente es 1.8 veces la cuota habitual de la entidad.',
    ],
    [
      'newestDueToTypical',
      1.01,
      'en',
      /^The newest instalment is as much as this customer's usual/,
    ],
    ['newCharges.1', 1, 'pt', /^A parcela mais recente é o mesmo que a parcela habitual/],
    ['relapses', 1, 'pt', 'Voltou a atrasar depois de pagar em dia: 1 vez.'],
    ['lateShareChange', 0.12, 'en', /was 12 percentage points higher than overall\.$/],
    ['paidShare.all', 0.999, 'en', 'Only 99% of the money due so far has been settled.'],
    ['openShare.all', 0.0001, 'en', /^0\.1% of/],
    ['settledLateDaysMax', 0, 'en', 'Every settled instalment was on time.'],
    ['settledLateDaysMax', Number.NaN, 'es', 'Ninguna cuota está saldada.'],
    ['daysSinceLate', Number.NaN, 'pt', 'Nenhuma parcela teve atraso.'],
    ['lateShare.90d', Number.NaN, 'es', 'Ninguna cuota venció en los últimos 90 días.'],
    ['dueMean.90d', Number.NaN, 'es', 'Hay muy poco historial de pagos para evaluarlo.'],
  ] as const)('%s = %d in %s', (code, value, language, text) => {
    expect(describeFeature(definition(code), value, language, 'reason')).toMatch(text);
  });

  it('tells the same number otherwise when it helped', () => {
    expect(describeFeature(definition('lateShare.90d'), 0.25, 'en', 'strength')).toBe(
      'Only 25% of the instalments due in the last 90 days were late.',
    );
    expect(describeFeature(definition('onTimeStreak'), 9, 'pt', 'strength')).toBe(
      'Em dia e seguidas, até a mais recente: 9 parcelas.',
    );
  });

  it('is whole for every feature, number and language', () => {
    for (const each of CATALOGUE) {
      for (const language of LANGUAGES) {
        for (const value of [0, 1, 2, 0.004, 1.5, 400, -2, Number.NaN]) {
          for (const telling of ['reason', 'strength'] as const) {
            const text = describeFeature(each, value, language, telling);
            expect(text, `${each.code} ${value} ${language}`).toMatch(/^[\p{Lu}\d].*\.$/u);
            expect(text, each.code).not.toMatch(/[{}]|NaN|undefined|-/);
          }
        }
      }
    }
  });

  it('exists for no feature that does not', () => {
    const stems = [...new Set(CATALOGUE.map(({ code }) => code.split('.')[0]))].sort();
    for (const { features } of [ENGLISH, SPANISH, PORTUGUESE]) {
      expect(Object.keys(features).sort()).toEqual(stems);
    }
  });

  it('is refused for an unknown feature', () => {
    const unknown = { ...definition('overdueDays'), code: 'fromTheFuture' };
    expect(() => describeFeature(unknown, 1, 'en', 'reason')).toThrow(UntoldFeatureError);
  });
});

describe('the sentence of an attribute', () => {
  const income = attributeDefinition({ key: 'monthly income', kind: 'number' });
  const product = attributeDefinition({
    key: 'product',
    kind: 'category',
    categories: [RARE_CATEGORY, 'card'],
  });
  const phone = attributeDefinition({ key: 'phone', kind: 'boolean' });

  it.each([
    [income, 12500.5, 'en', 'reason', '"monthly income" (12,500.5) counts against.'],
    [income, 12500.5, 'pt', 'strength', '"monthly income" (12.500,5) pesa a favor.'],
    [income, Number.NaN, 'en', 'reason', '"monthly income" is not known.'],
    [product, 1, 'es', 'reason', '«product» (card) influye en contra.'],
    [product, 0, 'en', 'reason', '"product" (a rare value) counts against.'],
    [product, -1, 'en', 'reason', '"product" (a value never seen before) counts against.'],
    [phone, 1, 'pt', 'strength', '"phone" (sim) pesa a favor.'],
  ] as const)('%# names the key and the value', (each, value, language, telling, text) => {
    expect(describeFeature(each, value, language, telling)).toBe(text);
  });
});

it('every family has a name in every language', () => {
  expect(LANGUAGES.map((language) => describeFamily('littleHistory', language))).toEqual([
    'Little history',
    'Poco historial',
    'Pouco histórico',
  ]);
});
