import type { Language } from '../scoring/report-texts.js';

/** The fields of a report that are printed; the API has more. */
export interface ShownReport {
  referenceId: string;
  score: number;
  /** Null, as confidence and interval are, for who is bad already. */
  scoreProbability: number | null;
  scoreConfidence: number | null;
  scoreVersion: string;
  asOf: string;
  scale: { min: number; max: number };
  interval: { pdLow: number; pdHigh: number; scoreLow: number; scoreHigh: number } | null;
  reasons: readonly { text: string; points: number }[];
  strengths: readonly { text: string; points: number }[];
  notices: readonly { code: string; text: string }[];
}

/** What is printed about the model beside the report. */
export interface ShownModel {
  auc: number;
  customers: number;
  badCustomers: number;
}

const WORDS = {
  en: {
    title: 'Credit report',
    asOf: 'as of',
    score: 'Score',
    of: 'on a scale from',
    to: 'to',
    likely: 'likely between',
    and: 'and',
    pays: 'Pays as agreed',
    people: 'of 100 people with this history',
    confidence: 'Confidence',
    confidenceNote: 'of 100: how much this history pins the score down',
    lowered: 'What lowered the score',
    raised: 'What raised it',
    nothing: 'nothing',
    points: 'points',
    model: 'Model',
    learned: (customers: number, bads: number) =>
      `learned from ${customers} customers, of whom ${bads} went bad`,
    auc: 'AUC on customers it did not see',
  },
  es: {
    title: 'Informe de crédito',
    asOf: 'al',
    score: 'Puntaje',
    of: 'en una escala de',
    to: 'a',
    likely: 'probablemente entre',
    and: 'y',
    pays: 'Paga según lo acordado',
    people: 'de 100 personas con este historial',
    confidence: 'Confianza',
    confidenceNote: 'de 100: cuánto precisa el puntaje este historial',
    lowered: 'Qué bajó el puntaje',
    raised: 'Qué lo subió',
    nothing: 'nada',
    points: 'puntos',
    model: 'Modelo',
    learned: (customers: number, bads: number) =>
      `aprendió de ${customers} clientes, de los cuales ${bads} incumplieron`,
    auc: 'AUC en clientes que no vio',
  },
  pt: {
    title: 'Relatório de crédito',
    asOf: 'em',
    score: 'Pontuação',
    of: 'numa escala de',
    to: 'a',
    likely: 'provavelmente entre',
    and: 'e',
    pays: 'Paga como combinado',
    people: 'de 100 pessoas com este histórico',
    confidence: 'Confiança',
    confidenceNote: 'de 100: quanto este histórico define a pontuação',
    lowered: 'O que baixou a pontuação',
    raised: 'O que a elevou',
    nothing: 'nada',
    points: 'pontos',
    model: 'Modelo',
    learned: (customers: number, bads: number) =>
      `aprendeu com ${customers} clientes, dos quais ${bads} não pagaram`,
    auc: 'AUC em clientes que não viu',
  },
} as const;

const SCALE_CELLS = 50;
const LABEL_WIDTH = 24;

/** The scale as a line of text: the interval as a band, the score as a mark in it. */
function scaleLine(report: ShownReport): string {
  const { min, max } = report.scale;
  const cell = (score: number): number =>
    Math.round(((score - min) / (max - min)) * (SCALE_CELLS - 1));
  const { scoreLow, scoreHigh } = report.interval ?? { scoreLow: max, scoreHigh: min };
  const cells: string[] = Array.from({ length: SCALE_CELLS }, (_, index) =>
    index >= cell(scoreLow) && index <= cell(scoreHigh) ? '━' : '─',
  );
  cells[cell(report.score)] = '●';
  return `${min} ${cells.join('')} ${max}`;
}

function pointLines(
  items: ShownReport['reasons'],
  words: { points: string; nothing: string },
): string[] {
  if (items.length === 0) return [`    ${words.nothing}`];
  return items.map(({ text, points }) => {
    const signed = `${points > 0 ? '+' : '−'}${Math.abs(points).toFixed(1)}`;
    return `  ${signed.padStart(6)} ${words.points}  ${text}`;
  });
}

/** What lowered and raised the score; nothing where it says nothing about this person. */
function toldLines(report: ShownReport, words: (typeof WORDS)[Language]): string[] {
  if (report.notices.some(({ code }) => code === 'noHistory')) return [];
  return [
    `  ${words.lowered}`,
    ...pointLines(report.reasons, words),
    '',
    `  ${words.raised}`,
    ...pointLines(report.strengths, words),
    '',
  ];
}

/** A report as a person would want to read it in a terminal. */
export function printedReport(
  report: ShownReport,
  model: ShownModel | null,
  language: Language,
): string {
  const words = WORDS[language];
  const label = (text: string): string => `  ${text.padEnd(LABEL_WIDTH)}`;
  const { interval, scale, scoreProbability, scoreConfidence } = report;
  const likely =
    interval &&
    `; ${words.likely} ${Math.round(interval.scoreLow)} ${words.and} ${Math.round(interval.scoreHigh)}`;
  return [
    '',
    `  ${words.title} ${report.referenceId}, ${words.asOf} ${report.asOf}`,
    '',
    `${label(words.score)}${report.score}  (${words.of} ${scale.min} ${words.to} ${scale.max}${likely ?? ''})`,
    `${label('')}${scaleLine(report)}`,
    ...(scoreProbability === null
      ? []
      : [`${label(words.pays)}${scoreProbability} ${words.people}`]),
    ...(scoreConfidence === null
      ? []
      : [`${label(words.confidence)}${scoreConfidence} ${words.confidenceNote}`]),
    '',
    ...report.notices.flatMap(({ text }) => [`  ${text}`, '']),
    ...toldLines(report, words),
    ...(model === null
      ? [`  ${words.model} ${report.scoreVersion}`]
      : [
          `  ${words.model} ${report.scoreVersion}: ${words.learned(model.customers, model.badCustomers)}.`,
          `  ${words.auc}: ${model.auc.toFixed(3)}`,
        ]),
    '',
  ].join('\n');
}
