import { fact, type LanguageTexts, tell, tellIfEver } from './sentences.js';

export const NOTHING_OVERDUE = 'Não há nada vencido em aberto.';
const NONE_LATE = 'Nenhuma das parcelas {window} teve atraso.';
const NEVER_LATE = 'Nenhuma parcela teve atraso.';
export const NOT_SETTLED = '{which} não está quitada.';
export const NONE_SETTLED = 'Nenhuma parcela está quitada.';

/** How late instalments were and are. */
export const PORTUGUESE_LATENESS: LanguageTexts['features'] = {
  overdueDays: tell(
    'A parcela em aberto mais antiga está com {days} de atraso.',
    'A parcela em aberto mais antiga está com apenas {days} de atraso.',
    NOTHING_OVERDUE,
  ),
  overdueCount: tell(
    'Vencidas em aberto: {instalments}.',
    'Vencidas em aberto: apenas {instalments}.',
    NOTHING_OVERDUE,
  ),
  overdueShare: tell(
    '{share} do valor vencido até agora está em parcelas atrasadas em aberto.',
    'Apenas {share} do valor vencido até agora está em parcelas atrasadas em aberto.',
    NOTHING_OVERDUE,
  ),
  overdueToTypical: tell(
    'As parcelas vencidas em aberto somam {times} a parcela habitual deste cliente.',
    'As parcelas vencidas em aberto somam apenas {times} a parcela habitual deste cliente.',
    NOTHING_OVERDUE,
  ),
  overdueLargest: tell(
    'A maior parcela vencida em aberto é {times} a parcela habitual deste cliente.',
    'A maior parcela vencida em aberto é apenas {times} a parcela habitual deste cliente.',
    NOTHING_OVERDUE,
  ),
  arrearsToTypical: tell(
    'O que falta pagar das parcelas vencidas é {times} a parcela habitual deste cliente.',
    'O que falta pagar das parcelas vencidas é apenas {times} a parcela habitual deste cliente.',
    NOTHING_OVERDUE,
  ),
  lateDaysMax: tell(
    'Das parcelas {window}, a mais atrasada teve {days} de atraso.',
    'Nenhuma das parcelas {window} teve mais de {days} de atraso.',
    NONE_LATE,
  ),
  lateDaysMean: tell(
    'As parcelas {window} tiveram em média {days} de atraso.',
    'As parcelas {window} tiveram em média apenas {days} de atraso.',
    NONE_LATE,
  ),
  lateShare: tell(
    '{share} das parcelas {window} tiveram atraso.',
    'Apenas {share} das parcelas {window} tiveram atraso.',
    NONE_LATE,
  ),
  lateDaysByAmount: tell(
    'Dando mais peso às de maior valor, as parcelas {window} tiveram em média {days} de atraso.',
    'Dando mais peso às de maior valor, as parcelas {window} tiveram em média apenas {days} de atraso.',
    NONE_LATE,
  ),
  lateCount: tell(
    'Com atraso: {instalments} das {window}.',
    'Com atraso: apenas {instalments} das {window}.',
    NONE_LATE,
  ),
  late30Count: tell(
    'Com 30 dias de atraso ou mais: {instalments} das {window}.',
    'Com 30 dias de atraso ou mais: apenas {instalments} das {window}.',
    'Nenhuma das parcelas {window} chegou a 30 dias de atraso.',
  ),
  late60Count: tell(
    'Com 60 dias de atraso ou mais: {instalments} das {window}.',
    'Com 60 dias de atraso ou mais: apenas {instalments} das {window}.',
    'Nenhuma das parcelas {window} chegou a 60 dias de atraso.',
  ),
  late90Count: tell(
    'Com 90 dias de atraso ou mais: {instalments} das {window}.',
    'Com 90 dias de atraso ou mais: apenas {instalments} das {window}.',
    'Nenhuma das parcelas {window} chegou a 90 dias de atraso.',
  ),
  openShare: tell(
    '{share} das parcelas {window} não estão quitadas.',
    'Apenas {share} das parcelas {window} não estão quitadas.',
    'Todas as parcelas {window} estão quitadas.',
  ),
  restructuredCount: fact(
    'Renegociadas: {instalments} das {window}.',
    'Nenhuma das parcelas {window} foi renegociada.',
  ),
  settledLateDaysMax: tellIfEver(
    'Das parcelas quitadas, a mais atrasada teve {days} de atraso.',
    'Nenhuma parcela quitada teve mais de {days} de atraso.',
    NONE_SETTLED,
    'Todas as parcelas quitadas foram pagas em dia.',
  ),
  settledLateDaysMean: tellIfEver(
    'As parcelas quitadas tiveram {days} de atraso em média.',
    'As parcelas quitadas tiveram apenas {days} de atraso em média.',
    NONE_SETTLED,
    'Todas as parcelas quitadas foram pagas em dia.',
  ),
  daysSinceLate: tellIfEver(
    'A última parcela atrasada venceu há apenas {days}.',
    'A última parcela atrasada venceu há {days}.',
    NEVER_LATE,
  ),
  daysWithoutLate: tell(
    'Apenas {days} sem uma parcela atrasada.',
    '{days} sem uma parcela atrasada.',
    'Ainda não há um período sem atrasos.',
  ),
  daysWithoutLate30: tell(
    'Apenas {days} sem uma parcela com 30 dias de atraso.',
    '{days} sem uma parcela com 30 dias de atraso.',
    'Ainda não há um período sem atrasos de 30 dias.',
  ),
  lateMonthsShare: tell(
    'Houve algum atraso em {share} dos meses com parcelas.',
    'Houve algum atraso em apenas {share} dos meses com parcelas.',
    NEVER_LATE,
  ),
  firstLateDays: tell(
    'A primeira parcela teve {days} de atraso.',
    'A primeira parcela teve apenas {days} de atraso.',
    'A primeira parcela foi pontual.',
  ),
  earlyLateDaysMax: tell(
    'Uma das três primeiras parcelas teve {days} de atraso.',
    'Nenhuma das três primeiras parcelas teve mais de {days} de atraso.',
    'As primeiras parcelas foram pontuais.',
  ),
  lateStreak: tell(
    'Seguidas com atraso ou renegociadas, até a mais recente: {instalments}.',
    'Seguidas com atraso ou renegociadas, até a mais recente: apenas {instalments}.',
    'A parcela mais recente foi pontual.',
  ),
  lateStreakLongest: tell(
    'No pior momento, {instalments} com atraso ou renegociação em sequência.',
    'No pior momento, apenas {instalments} com atraso ou renegociação em sequência.',
    NEVER_LATE,
  ),
  relapses: tell(
    'Voltou a atrasar depois de pagar em dia: {occasions}.',
    'Voltou a atrasar depois de pagar em dia: apenas {occasions}.',
    'Nunca atrasou depois de pagar em dia.',
  ),
  lateDaysRecent: tell(
    'As parcelas mais recentes tiveram em média {days} de atraso.',
    'As parcelas mais recentes tiveram em média apenas {days} de atraso.',
    NEVER_LATE,
  ),
  lateRecent: tell(
    'Olhando sobretudo as mais recentes, {share} das parcelas tiveram atraso.',
    'Olhando sobretudo as mais recentes, apenas {share} das parcelas tiveram atraso.',
    NEVER_LATE,
  ),
  openRecent: tell(
    'Olhando sobretudo as mais recentes, {share} das parcelas não estão quitadas.',
    'Olhando sobretudo as mais recentes, apenas {share} das parcelas não estão quitadas.',
    'Todas as parcelas vencidas até agora estão quitadas.',
  ),
  newestLateDays: tell(
    '{which} teve {days} de atraso.',
    '{which} teve apenas {days} de atraso.',
    '{which} foi pontual.',
  ),
  newestOpen: fact(NOT_SETTLED, '{which} está quitada.'),
};
