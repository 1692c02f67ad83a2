import { ENGLISH_LATENESS, NOT_SETTLED, NOTHING_OVERDUE } from './lateness-en.js';
import { fact, type LanguageTexts, tell } from './sentences.js';
import { ENGLISH_WORDS } from './words-en.js';

export const ENGLISH: LanguageTexts = {
  ...ENGLISH_WORDS,
  features: {
    ...ENGLISH_LATENESS,
    paidShare: tell(
      'Only {share} of the money {window} has been settled.',
      '{share} of the money {window} has been settled.',
      'No instalment {window} is settled.',
    ),
    paidShareWithPartial: tell(
      'Only {share} of the money {window} was paid, partial payments included.',
      '{share} of the money {window} was paid, partial payments included.',
      'Nothing of the money {window} was paid.',
    ),
    paidShareMean: tell(
      'On average, settled payments cover only {share} of an instalment.',
      'On average, settled payments cover {share} of an instalment.',
      'No instalment is settled.',
    ),
    paidShareMin: tell(
      'On the instalment with the smallest payment, only {share} was paid.',
      'At least {share} of every instalment was paid.',
      'At least one instalment is not settled.',
    ),
    newestPaidShare: tell(
      '{which} was only {share} paid.',
      '{which} was {share} paid.',
      NOT_SETTLED,
    ),
    paidShareRecent: tell(
      'Looking mainly at the newest instalments, only {share} of the amount was paid.',
      'Looking mainly at the newest instalments, {share} of the amount was paid.',
      'No instalment is settled.',
    ),
    notFullShare: tell(
      '{share} of the instalments {window} were not paid in full.',
      'Only {share} of the instalments {window} were not paid in full.',
      'Every instalment {window} was paid in full.',
    ),
    notFullRecent: tell(
      'Looking mainly at the newest instalments, {share} of them were not paid in full.',
      'Looking mainly at the newest instalments, only {share} of them were not paid in full.',
      'Every instalment was paid in full.',
    ),
    onTimeAmountShare: tell(
      'Only {share} of the money {window} came on time.',
      '{share} of the money {window} came on time.',
      'Nothing of the money {window} came on time.',
    ),
    onTimeStreak: tell(
      'Only {instalments} in a row on time, up to the newest.',
      '{instalments} in a row on time, up to the newest.',
      'The newest instalment was not on time.',
    ),
    onTimeStreakLongest: tell(
      'Never more than {instalments} in a row on time.',
      'Up to {instalments} in a row on time.',
      'No instalment was on time.',
    ),
    daysWithoutPayment: tell(
      '{days} without settling an instalment that is due.',
      'Only {days} without settling an instalment that is due.',
      'No day has passed without settling what is due.',
    ),
    settledToDue: fact(
      'The instalments settled {period} are {times} those that fell due, in number.',
      'No instalment was settled {period}.',
    ),
    settledAmountToDue: fact(
      'The instalments settled {period} are {times} those that fell due, in money.',
      'No instalment was settled {period}.',
    ),
    overpaidShare: fact(
      'On {share} of the instalments {window}, more than the amount due was paid.',
      'On no instalment {window} was more than the amount due paid.',
    ),
    overpaidMean: fact(
      'On average, {share} more than the amount due was paid.',
      'Never was more than the amount due paid.',
    ),
    earlyDaysMean: fact(
      'The instalments {window} were paid {days} early on average.',
      'No instalment {window} was paid early.',
    ),
    earlyShare: fact(
      '{share} of the instalments were paid early.',
      'No instalment was paid early.',
    ),
    newestEarlyDays: fact('{which} was paid {days} early.', '{which} was not paid early.'),
    settledAhead: fact(
      'Already settled ahead of the due date: {instalments}.',
      'No instalment is settled ahead of its due date.',
    ),
    lateDaysSlope: fact(
      'Lateness grows by {days} from one instalment to the next.',
      'Lateness neither grows nor shrinks.',
      'Lateness shrinks by {days} from one instalment to the next.',
    ),
    lateDaysChange: fact(
      'The three newest instalments were {days} later on average than those before.',
      'The three newest instalments were as punctual as those before.',
      'The three newest instalments were {days} less late on average than those before.',
    ),
    lateShareChange: fact(
      'In the last 90 days, the share of late instalments was {points} higher than overall.',
      'In the last 90 days, the share of late instalments was the same as overall.',
      'In the last 90 days, the share of late instalments was {points} lower than overall.',
    ),
    lateDaysDeviation: tell(
      'Lateness typically varies by {days} from one instalment to another.',
      'Lateness typically varies by only {days} from one instalment to another.',
      'Lateness is the same for every instalment.',
    ),
    dueSlope: fact(
      'The amount due grows by {growth} from one instalment to the next.',
      'The amount due neither grows nor shrinks.',
      'The amount due shrinks by {growth} from one instalment to the next.',
    ),
    dueVariation: fact(
      'Amounts due typically differ by {share} from their average.',
      'All amounts due are equal.',
    ),
    newestDueToTypical: fact("The newest instalment is {times} this customer's usual one."),
    dueGrowth: fact('The three newest instalments are on average {times} the ones before.'),
    newCharges: fact(
      "{which} is {times} this customer's usual one, not counting money carried over.",
      '{which} holds only money carried over from the one before.',
      '{which} is smaller than what was left unpaid on the one before.',
    ),
    daysSinceFirstDue: fact(
      'The first instalment fell due {days} ago.',
      'The first instalment has just fallen due.',
    ),
    daysSinceNewestDue: fact(
      'The newest instalment fell due {days} ago.',
      'An instalment has just fallen due.',
    ),
    instalments: fact('{instalments} {window}.', 'No instalment was {window}.'),
    dueDates: fact('{dueDates} so far.'),
    loans: fact('{loans} so far.'),
    daysSinceOpened: fact(
      'The first loan was granted {days} ago.',
      'The first loan has just been granted.',
    ),
    dueGapMean: fact('{days} between due dates on average.'),
    dueGapDeviation: fact(
      'The time between due dates varies by {days}.',
      'The time between due dates is always the same.',
    ),
    dueGapMax: fact('At most {days} between due dates.'),
    dueGapMaxToUsual: fact('The longest time between due dates is {times} the usual one.'),
    openAhead: fact(
      'Still to fall due: {instalments}.',
      'No known instalment is still to fall due.',
    ),
    dueSoon: fact(
      '{instalments} due in the next 30 days.',
      'No known instalment is due in the next 30 days.',
    ),
    newestDue: fact("{which} is {times} this lender's usual instalment."),
    newestPaid: fact("{which} brought in {times} this lender's usual instalment.", NOT_SETTLED),
    dueMean: fact("On average, the instalments {window} are {times} this lender's usual one."),
    paidMean: fact(
      "On average, the instalments {window} brought in {times} this lender's usual instalment.",
      'No instalment {window} is settled.',
    ),
    dueMax: fact("The largest instalment is {times} this lender's usual one."),
    dueMin: fact("The smallest instalment is {times} this lender's usual one."),
    paidMax: fact(
      "The largest payment is {times} this lender's usual instalment.",
      'No instalment is settled.',
    ),
    overdueAmount: tell(
      "The overdue instalments add up to {times} this lender's usual instalment.",
      "The overdue instalments add up to only {times} this lender's usual instalment.",
      NOTHING_OVERDUE,
    ),
    dueToIncome: fact(
      'The instalments of the last 30 days take {share} of the income.',
      'No instalment fell due in the last 30 days.',
    ),
    overdueToIncome: fact(
      'The overdue instalments come to {share} of the income.',
      NOTHING_OVERDUE,
    ),
    dueToLimit: fact('The newest instalment is {share} of the credit limit.'),
    dueMeanToLimit: fact('A usual instalment is {share} of the credit limit.'),
    paidMeanToLimit: fact(
      'A usual payment is {share} of the credit limit.',
      'No instalment is settled.',
    ),
    overdueToLimit: fact(
      'The overdue instalments are {share} of the credit limit.',
      NOTHING_OVERDUE,
    ),
    typicalToInstalment: fact('Past instalments were on average {times} the one requested.'),
    instalmentToIncome: fact('The requested instalment takes {share} of the income.'),
  },
};
