import { type LanguageWords, tell } from './sentences.js';

export const SPANISH_WORDS: LanguageWords = {
  locale: 'es-419',
  families: {
    delinquency: 'Puntualidad',
    payment: 'Pagos realizados',
    trend: 'Cambios en los montos',
    tenure: 'Antigüedad del historial',
    amount: 'Montos',
    attribute: 'Datos de la solicitud',
    littleHistory: 'Poco historial',
  },
  nouns: {
    day: { one: 'día', other: 'días' },
    instalment: { one: 'cuota', other: 'cuotas' },
    loan: { one: 'préstamo', other: 'préstamos' },
    dueDate: { one: 'fecha de vencimiento', other: 'fechas de vencimiento' },
    occasion: { one: 'vez', other: 'veces' },
    point: { one: 'punto porcentual', other: 'puntos porcentuales' },
  },
  window: { last: 'que vencieron en los últimos {days}', all: 'vencidas hasta ahora' },
  period: 'en los últimos {days}',
  which: [
    'La cuota más reciente',
    'La segunda cuota más reciente',
    'La tercera cuota más reciente',
    'La cuarta cuota más reciente',
    'La quinta cuota más reciente',
  ],
  littleHistory: 'Hay muy poco historial de pagos para evaluarlo.',
  nothingDue: 'Ninguna cuota venció en los últimos {days}.',
  asMuch: 'lo mismo que',
  attribute: {
    ...tell('«{key}» ({value}) influye en contra.', '«{key}» ({value}) influye a favor.'),
    missing: 'No se conoce «{key}».',
    rare: 'un valor poco frecuente',
    unseen: 'un valor nunca visto antes',
    yes: 'sí',
    no: 'no',
  },
};
