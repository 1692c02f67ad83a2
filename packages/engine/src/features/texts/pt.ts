import { NONE_SETTLED, NOT_SETTLED, NOTHING_OVERDUE, PORTUGUESE_LATENESS } from './lateness-pt.js';
import { fact, type LanguageTexts, tell } from './sentences.js';
import { PORTUGUESE_WORDS } from './words-pt.js';

export const PORTUGUESE: LanguageTexts = {
  ...PORTUGUESE_WORDS,
  features: {
    ...PORTUGUESE_LATENESS,
    paidShare: tell(
      'Está quitado apenas {share} do valor das parcelas {window}.',
      'Está quitado {share} do valor das parcelas {window}.',
      'Nenhuma das parcelas {window} está quitada.',
    ),
    paidShareWithPartial: tell(
      'Foi pago apenas {share} do valor das parcelas {window}, com os pagamentos parciais.',
      'Foi pago {share} do valor das parcelas {window}, com os pagamentos parciais.',
      'Nada foi pago das parcelas {window}.',
    ),
    paidShareMean: tell(
      'Em média, os pagamentos quitados cobrem apenas {share} de uma parcela.',
      'Em média, os pagamentos quitados cobrem {share} de uma parcela.',
      NONE_SETTLED,
    ),
    paidShareMin: tell(
      'Da parcela com o menor pagamento foi pago apenas {share}.',
      'De cada parcela foi pago pelo menos {share}.',
      'Pelo menos uma parcela não está quitada.',
    ),
    newestPaidShare: tell(
      '{which}: foi pago apenas {share}.',
      '{which}: foi pago {share}.',
      NOT_SETTLED,
    ),
    paidShareRecent: tell(
      'Olhando sobretudo as parcelas mais recentes, foi pago apenas {share} do valor.',
      'Olhando sobretudo as parcelas mais recentes, foi pago {share} do valor.',
      NONE_SETTLED,
    ),
    notFullShare: tell(
      '{share} das parcelas {window} não foram pagas por completo.',
      'Apenas {share} das parcelas {window} não foram pagas por completo.',
      'Todas as parcelas {window} foram pagas por completo.',
    ),
    notFullRecent: tell(
      'Olhando sobretudo as mais recentes, {share} das parcelas não foram pagas por completo.',
      'Olhando sobretudo as mais recentes, apenas {share} das parcelas não foram pagas por completo.',
      'Todas as parcelas foram pagas por completo.',
    ),
    onTimeAmountShare: tell(
      'Apenas {share} do valor das parcelas {window} foi pago em dia.',
      '{share} do valor das parcelas {window} foi pago em dia.',
      'Nada do valor das parcelas {window} foi pago em dia.',
    ),
    onTimeStreak: tell(
      'Em dia e seguidas, até a mais recente: apenas {instalments}.',
      'Em dia e seguidas, até a mais recente: {instalments}.',
      'A parcela mais recente não foi pontual.',
    ),
    onTimeStreakLongest: tell(
      'Em dia e seguidas, no máximo: {instalments}.',
      'Em dia e seguidas, no melhor momento: {instalments}.',
      'Nenhuma parcela foi pontual.',
    ),
    daysWithoutPayment: tell(
      '{days} sem quitar uma parcela vencida.',
      'Apenas {days} sem quitar uma parcela vencida.',
      'Não passou nem um dia sem quitar o que venceu.',
    ),
    settledToDue: fact(
      'As parcelas quitadas {period} são {times} as que venceram, em quantidade.',
      'Nenhuma parcela foi quitada {period}.',
    ),
    settledAmountToDue: fact(
      'As parcelas quitadas {period} são {times} as que venceram, em dinheiro.',
      'Nenhuma parcela foi quitada {period}.',
    ),
    overpaidShare: fact(
      'Em {share} das parcelas {window} foi pago mais do que o devido.',
      'Em nenhuma das parcelas {window} foi pago mais do que o devido.',
    ),
    overpaidMean: fact(
      'Em média foi pago {share} a mais do que o devido.',
      'Nunca foi pago mais do que o devido.',
    ),
    earlyDaysMean: fact(
      'As parcelas {window} foram pagas em média {days} antes.',
      'Nenhuma das parcelas {window} foi paga antes do vencimento.',
    ),
    earlyShare: fact(
      '{share} das parcelas foram pagas antes do vencimento.',
      'Nenhuma parcela foi paga antes do vencimento.',
    ),
    newestEarlyDays: fact('{which} foi paga {days} antes.', '{which} não foi paga antes.'),
    settledAhead: fact(
      'Já quitadas antes do vencimento: {instalments}.',
      'Nenhuma parcela está quitada antes do vencimento.',
    ),
    lateDaysSlope: fact(
      'O atraso cresce {days} de uma parcela para a seguinte.',
      'O atraso não cresce nem diminui.',
      'O atraso diminui {days} de uma parcela para a seguinte.',
    ),
    lateDaysChange: fact(
      'As três parcelas mais recentes tiveram em média {days} a mais de atraso que as anteriores.',
      'As três parcelas mais recentes foram tão pontuais quanto as anteriores.',
      'As três parcelas mais recentes tiveram em média {days} a menos de atraso que as anteriores.',
    ),
    lateShareChange: fact(
      'Nos últimos 90 dias, a proporção de parcelas com atraso foi {points} maior que no geral.',
      'Nos últimos 90 dias, a proporção de parcelas com atraso foi igual à do geral.',
      'Nos últimos 90 dias, a proporção de parcelas com atraso foi {points} menor que no geral.',
    ),
    lateDaysDeviation: tell(
      'O atraso costuma variar {days} de uma parcela para outra.',
      'O atraso costuma variar apenas {days} de uma parcela para outra.',
      'O atraso é o mesmo em todas as parcelas.',
    ),
    dueSlope: fact(
      'O valor cresce {growth} de uma parcela para a seguinte.',
      'O valor não cresce nem diminui.',
      'O valor diminui {growth} de uma parcela para a seguinte.',
    ),
    dueVariation: fact(
      'Os valores das parcelas costumam se afastar {share} da média.',
      'Todas as parcelas têm o mesmo valor.',
    ),
    newestDueToTypical: fact('A parcela mais recente é {times} a parcela habitual deste cliente.'),
    dueGrowth: fact('As três parcelas mais recentes são em média {times} as anteriores.'),
    newCharges: fact(
      '{which} é {times} a parcela habitual deste cliente, sem contar o pendente de antes.',
      '{which} contém apenas o que ficou pendente da anterior.',
      '{which} é menor do que o que ficou pendente da anterior.',
    ),
    daysSinceFirstDue: fact(
      'A primeira parcela venceu há {days}.',
      'A primeira parcela acaba de vencer.',
    ),
    daysSinceNewestDue: fact(
      'A parcela mais recente venceu há {days}.',
      'Uma parcela acaba de vencer.',
    ),
    instalments: fact('Parcelas {window}: {count}.', 'Não há parcelas {window}.'),
    dueDates: fact('{dueDates} até agora.'),
    loans: fact('{loans} até agora.'),
    daysSinceOpened: fact(
      'O primeiro empréstimo foi concedido há {days}.',
      'O primeiro empréstimo acaba de ser concedido.',
    ),
    dueGapMean: fact('Em média há {days} entre os vencimentos.'),
    dueGapDeviation: fact(
      'O tempo entre os vencimentos varia {days}.',
      'O tempo entre os vencimentos é sempre o mesmo.',
    ),
    dueGapMax: fact('Há no máximo {days} entre os vencimentos.'),
    dueGapMaxToUsual: fact('O maior tempo entre os vencimentos é {times} o habitual.'),
    openAhead: fact('A vencer: {instalments}.', 'Não se conhece nenhuma parcela a vencer.'),
    dueSoon: fact(
      'Vencem nos próximos 30 dias: {instalments}.',
      'Não se conhece nenhuma parcela que vença nos próximos 30 dias.',
    ),
    newestDue: fact('{which} é {times} a parcela habitual da instituição.'),
    newestPaid: fact('{which}: foi pago {times} a parcela habitual da instituição.', NOT_SETTLED),
    dueMean: fact('As parcelas {window} são em média {times} a parcela habitual da instituição.'),
    paidMean: fact(
      'Os pagamentos das parcelas {window} são em média {times} a parcela habitual da instituição.',
      'Nenhuma das parcelas {window} está quitada.',
    ),
    dueMax: fact('A maior parcela é {times} a parcela habitual da instituição.'),
    dueMin: fact('A menor parcela é {times} a parcela habitual da instituição.'),
    paidMax: fact('O maior pagamento é {times} a parcela habitual da instituição.', NONE_SETTLED),
    overdueAmount: tell(
      'As parcelas vencidas em aberto somam {times} a parcela habitual da instituição.',
      'As parcelas vencidas em aberto somam apenas {times} a parcela habitual da instituição.',
      NOTHING_OVERDUE,
    ),
    dueToIncome: fact(
      'As parcelas dos últimos 30 dias representam {share} da renda.',
      'Nenhuma parcela venceu nos últimos 30 dias.',
    ),
    overdueToIncome: fact(
      'As parcelas vencidas em aberto representam {share} da renda.',
      NOTHING_OVERDUE,
    ),
    dueToLimit: fact('A parcela mais recente representa {share} do limite de crédito.'),
    dueMeanToLimit: fact('Uma parcela habitual representa {share} do limite de crédito.'),
    paidMeanToLimit: fact(
      'Um pagamento habitual representa {share} do limite de crédito.',
      NONE_SETTLED,
    ),
    overdueToLimit: fact(
      'As parcelas vencidas em aberto representam {share} do limite de crédito.',
      NOTHING_OVERDUE,
    ),
    typicalToInstalment: fact('As parcelas passadas são em média {times} a solicitada.'),
    instalmentToIncome: fact('A parcela solicitada representa {share} da renda.'),
  },
};
