import type { Language } from '../scoring/report-texts.js';

/** The sentences of an explanation that are the same for everyone, and those made of a few numbers. */
export interface ExplanationTexts {
  title: string;
  asOf: (day: string) => string;
  outOf: (min: string, max: string) => string;
  probability: (percent: string) => string;
  confidence: (percent: string) => string;
  likely: (low: string, high: string) => string;
  lowered: string;
  nothingLowered: string;
  raised: string;
  points: (points: string) => string;
  dataUsed: string;
  instalments: (count: string, first: string, last: string) => string;
  noInstalments: string;
  erased: string;
  observedThrough: (day: string) => string;
  wouldRaise: string;
  payOverdue: (advice: { count: number; amount: string; from: string; to: string }) => string;
  payOnTime: (advice: { count: number; afterOverdue: boolean; from: string; to: string }) => string;
  noAdvice: string;
  model: string;
  review: string;
  askFor: (company: string, contact: string | null) => string;
}

const en: ExplanationTexts = {
  title: 'How this credit score was made',
  asOf: (day) => `As of ${day}`,
  outOf: (min, max) => `on a scale from ${min} to ${max}; higher is better`,
  probability: (percent) => `Of 100 people with such a history, about ${percent} pay as agreed.`,
  confidence: (percent) => `How much this history pins the score down: ${percent} of 100.`,
  likely: (low, high) => `With this much known, the score lies between ${low} and ${high}.`,
  lowered: 'What lowered the score, the most important first',
  nothingLowered: 'Nothing lowered this score noticeably.',
  raised: 'What raised the score',
  points: (points) => `${points} points`,
  dataUsed: 'Data used',
  instalments: (count, first, last) => `${count} instalments, due from ${first} to ${last}.`,
  noInstalments: 'No instalments.',
  erased: 'The data of this person were erased.',
  observedThrough: (day) => `Payments received up to ${day} are in it.`,
  wouldRaise: 'What would raise this score',
  payOverdue: ({ count, amount, from, to }) =>
    count === 1
      ? `Paying the overdue instalment (${amount}) raises this score from ${from} to ${to}.`
      : `Paying the ${count} overdue instalments (${amount}) raises this score from ${from} to ${to}.`,
  payOnTime: ({ count, afterOverdue, from, to }) =>
    `${afterOverdue ? 'Paying what is overdue now and then the' : 'Paying the'} next ${count} instalments on time raises this score from ${from} to ${to} by then, if nothing else changes.`,
  noAdvice: 'Nothing was found that can be done and raises this score.',
  model: 'Model',
  review: 'Review by a person',
  askFor: (company, contact) =>
    `You may ask ${company} for a person to review this score, and have wrong data corrected.${contact === null ? '' : ` Contact: ${contact}`}`,
};

const es: ExplanationTexts = {
  title: 'Cómo se calculó este puntaje de crédito',
  asOf: (day) => `Al ${day}`,
  outOf: (min, max) => `en una escala de ${min} a ${max}; más alto es mejor`,
  probability: (percent) =>
    `De 100 personas con un historial así, unas ${percent} pagan según lo acordado.`,
  confidence: (percent) => `Cuánto precisa este historial el puntaje: ${percent} de 100.`,
  likely: (low, high) => `Con lo que se sabe, el puntaje está entre ${low} y ${high}.`,
  lowered: 'Qué bajó el puntaje, lo más importante primero',
  nothingLowered: 'Nada bajó este puntaje de manera apreciable.',
  raised: 'Qué subió el puntaje',
  points: (points) => `${points} puntos`,
  dataUsed: 'Datos utilizados',
  instalments: (count, first, last) => `${count} cuotas, con vencimiento del ${first} al ${last}.`,
  noInstalments: 'Ninguna cuota.',
  erased: 'Los datos de esta persona fueron eliminados.',
  observedThrough: (day) => `Incluye los pagos recibidos hasta el ${day}.`,
  wouldRaise: 'Qué subiría este puntaje',
  payOverdue: ({ count, amount, from, to }) =>
    count === 1
      ? `Pagar la cuota vencida (${amount}) sube este puntaje de ${from} a ${to}.`
      : `Pagar las ${count} cuotas vencidas (${amount}) sube este puntaje de ${from} a ${to}.`,
  payOnTime: ({ count, afterOverdue, from, to }) =>
    `Pagar ${afterOverdue ? 'ahora lo vencido y luego ' : ''}a tiempo las próximas ${count} cuotas sube este puntaje de ${from} a ${to} para entonces, si nada más cambia.`,
  noAdvice: 'No se encontró nada que se pueda hacer y que suba este puntaje.',
  model: 'Modelo',
  review: 'Revisión por una persona',
  askFor: (company, contact) =>
    `Puede pedir a ${company} que una persona revise este puntaje y que se corrijan los datos equivocados.${contact === null ? '' : ` Contacto: ${contact}`}`,
};

const pt: ExplanationTexts = {
  title: 'Como esta pontuação de crédito foi calculada',
  asOf: (day) => `Em ${day}`,
  outOf: (min, max) => `numa escala de ${min} a ${max}; quanto maior, melhor`,
  probability: (percent) =>
    `De 100 pessoas com um histórico assim, cerca de ${percent} pagam como combinado.`,
  confidence: (percent) => `Quanto este histórico define a pontuação: ${percent} de 100.`,
  likely: (low, high) => `Com o que se sabe, a pontuação fica entre ${low} e ${high}.`,
  lowered: 'O que baixou a pontuação, o mais importante primeiro',
  nothingLowered: 'Nada baixou esta pontuação de forma perceptível.',
  raised: 'O que aumentou a pontuação',
  points: (points) => `${points} pontos`,
  dataUsed: 'Dados utilizados',
  instalments: (count, first, last) => `${count} parcelas, com vencimento de ${first} a ${last}.`,
  noInstalments: 'Nenhuma parcela.',
  erased: 'Os dados desta pessoa foram apagados.',
  observedThrough: (day) => `Inclui os pagamentos recebidos até ${day}.`,
  wouldRaise: 'O que aumentaria esta pontuação',
  payOverdue: ({ count, amount, from, to }) =>
    count === 1
      ? `Pagar a parcela vencida (${amount}) aumenta esta pontuação de ${from} para ${to}.`
      : `Pagar as ${count} parcelas vencidas (${amount}) aumenta esta pontuação de ${from} para ${to}.`,
  payOnTime: ({ count, afterOverdue, from, to }) =>
    `Pagar ${afterOverdue ? 'agora o que está vencido e depois ' : ''}em dia as próximas ${count} parcelas aumenta esta pontuação de ${from} para ${to} até lá, se nada mais mudar.`,
  noAdvice: 'Não foi encontrado nada que se possa fazer e que aumente esta pontuação.',
  model: 'Modelo',
  review: 'Revisão por uma pessoa',
  askFor: (company, contact) =>
    `Você pode pedir à ${company} que uma pessoa revise esta pontuação e que dados errados sejam corrigidos.${contact === null ? '' : ` Contato: ${contact}`}`,
};

export const EXPLANATION_TEXTS: Readonly<Record<Language, ExplanationTexts>> = { en, es, pt };
