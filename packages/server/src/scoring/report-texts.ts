import {
  type Contribution,
  describeFeature,
  type FeatureDefinition,
  LANGUAGES,
  type Language,
  NO_HISTORY_CODE,
  nameFeature,
  showValue,
} from '@maia/engine';
import type { LoadedModel } from './loaded-models.js';
import type { ScoreResult } from './score.js';

export { LANGUAGES, type Language };

/** A sentence that a reader must know beside the score. */
export interface Notice {
  code: 'noHistory' | 'alreadyBad' | 'staleData';
  text: string;
}

const NO_HISTORY: Readonly<Record<Language, string>> = {
  en: 'Nothing that the model uses is known about this person yet: the probability is that of comparable new customers, and the confidence is close to 0.',
  es: 'Todavía no se sabe nada de esta persona que el modelo utilice: la probabilidad es la de clientes nuevos comparables y la confianza es cercana a 0.',
  pt: 'Ainda não se sabe nada sobre esta pessoa que o modelo utilize: a probabilidade é a de clientes novos comparáveis e a confiança é próxima de 0.',
};

/** The same as a reason, which stands beside the notice. */
const NOTHING_KNOWN: Readonly<Record<Language, string>> = {
  en: 'There is no payment history to judge by yet.',
  es: 'Todavía no hay un historial de pagos para evaluar.',
  pt: 'Ainda não há um histórico de pagamentos para avaliar.',
};

const ALREADY_BAD: Readonly<Record<Language, string>> = {
  en: 'This person is already as late as what this model is there to predict. That leaves nothing to predict: the score is the lowest on the scale, and there is no probability.',
  es: 'Esta persona ya tiene el atraso que este modelo debe predecir. No queda nada que predecir: el puntaje es el más bajo de la escala y no hay probabilidad.',
  pt: 'Esta pessoa já tem o atraso que este modelo deve prever. Não resta nada a prever: a pontuação é a mais baixa da escala e não há probabilidade.',
};

const STALE_DATA: Readonly<Record<Language, (day: string) => string>> = {
  en: (day) => `Receipts are complete only up to ${day}; what was paid later is not in this score.`,
  es: (day) =>
    `Los pagos recibidos están completos solo hasta el ${day}; lo pagado después no está en este puntaje.`,
  pt: (day) =>
    `Os recebimentos estão completos só até ${day}; o que foi pago depois não está nesta pontuação.`,
};

function definitionOf(model: LoadedModel, code: string): FeatureDefinition | undefined {
  return model.featureSpace.definitions.find((definition) => definition.code === code);
}

/** The person's own value: a number, the category's name, or null when it is not known. */
export function shownValue(
  model: LoadedModel,
  { code, value }: Contribution,
): number | string | null {
  const categories = definitionOf(model, code)?.categories;
  if (value === null || categories === undefined) return value;
  return categories[value] ?? null;
}

/** What an input is called and what it was, with its unit, as the reader writes it. */
export function nameInput(
  model: LoadedModel,
  { code, value }: Contribution,
  language: Language,
): { name: string; valueText: string | null } {
  const definition = definitionOf(model, code);
  return {
    name: nameFeature(code, language),
    valueText: definition ? showValue(definition, value ?? Number.NaN, language) : null,
  };
}

/** The sentence of a reason or strength, with the person's own number. */
export function tellContribution(
  model: LoadedModel,
  { code, value }: Contribution,
  how: { language: Language; telling: 'reason' | 'strength' },
): string {
  const definition = definitionOf(model, code);
  if (code === NO_HISTORY_CODE) return NOTHING_KNOWN[how.language];
  if (definition === undefined) throw new Error(`The model has no feature "${code}".`);
  return describeFeature(definition, value ?? Number.NaN, how.language, how.telling);
}

/** What must be said beside the score; `staleSince` is the day of complete receipts when it lies too far back. */
export function noticesOf(
  result: ScoreResult,
  staleSince: string | null,
  language: Language,
): Notice[] {
  const notices: Notice[] = [];
  if (result.basis === 'baseRate') notices.push({ code: 'noHistory', text: NO_HISTORY[language] });
  if (result.basis === 'alreadyBad')
    notices.push({ code: 'alreadyBad', text: ALREADY_BAD[language] });
  if (staleSince !== null)
    notices.push({ code: 'staleData', text: STALE_DATA[language](staleSince) });
  return notices;
}
