import { type LanguageWords, tell } from './sentences.js';

export const PORTUGUESE_WORDS: LanguageWords = {
  locale: 'pt-BR',
  families: {
    delinquency: 'Pontualidade',
    payment: 'Pagamentos feitos',
    trend: 'Mudanças nos valores',
    tenure: 'Tempo de histórico',
    amount: 'Valores',
    attribute: 'Dados da solicitação',
    littleHistory: 'Pouco histórico',
  },
  nouns: {
    day: { one: 'dia', other: 'dias' },
    instalment: { one: 'parcela', other: 'parcelas' },
    loan: { one: 'empréstimo', other: 'empréstimos' },
    dueDate: { one: 'data de vencimento', other: 'datas de vencimento' },
    occasion: { one: 'vez', other: 'vezes' },
    point: { one: 'ponto percentual', other: 'pontos percentuais' },
  },
  window: { last: 'que venceram nos últimos {days}', all: 'vencidas até agora' },
  period: 'nos últimos {days}',
  which: [
    'A parcela mais recente',
    'A segunda parcela mais recente',
    'A terceira parcela mais recente',
    'A quarta parcela mais recente',
    'A quinta parcela mais recente',
  ],
  littleHistory: 'Há pouco histórico de pagamentos para avaliar isto.',
  nothingDue: 'Nenhuma parcela venceu nos últimos {days}.',
  asMuch: 'o mesmo que',
  attribute: {
    ...tell('"{key}" ({value}) pesa contra.', '"{key}" ({value}) pesa a favor.'),
    missing: 'Não se conhece "{key}".',
    rare: 'um valor pouco frequente',
    unseen: 'um valor nunca visto antes',
    yes: 'sim',
    no: 'não',
  },
};
