import { fact, type LanguageTexts, tell, tellIfEver } from './sentences.js';
import { ENGLISH_WORDS } from './words-en.js';

const NOTHING_OVERDUE = 'Nothing is overdue.';
const NONE_LATE = 'No instalment {window} was late.';
const NEVER_LATE = 'No instalment was ever late.';
const NONE_SETTLED = 'No instalment is settled so far.';
const NOT_SETTLED = '{which} is not settled.';

export const ENGLISH: LanguageTexts = {
  ...ENGLISH_WORDS,
  features: {
    overdueDays: tell(
      'The oldest unpaid instalment is {days} past due.',
      'The oldest unpaid instalment is only {days} past due.',
      NOTHING_OVERDUE,
    ),
    overdueCount: tell(
      '{instalments} overdue now.',
      'Only {instalments} overdue now.',
      NOTHING_OVERDUE,
    ),
    overdueShare: tell(
      '{share} of the money due so far is in overdue instalments.',
      'Only {share} of the money due so far is in overdue instalments.',
      NOTHING_OVERDUE,
    ),
    overdueToTypical: tell(
      "The overdue instalments add up to {times} this customer's usual one.",
      "The overdue instalments add up to only {times} this customer's usual one.",
      NOTHING_OVERDUE,
    ),
    overdueLargest: tell(
      "The largest overdue instalment is {times} this customer's usual one.",
      "The largest overdue instalment is only {times} this customer's usual one.",
      NOTHING_OVERDUE,
    ),
    arrearsToTypical: tell(
      "The money missing on overdue instalments comes to {times} this customer's usual instalment.",
      "The money missing on overdue instalments comes to only {times} this customer's usual instalment.",
      NOTHING_OVERDUE,
    ),
    lateDaysMax: tell(
      'Of the instalments {window}, the latest was {days} late.',
      'No instalment {window} was more than {days} late.',
      NONE_LATE,
    ),
    lateDaysMean: tell(
      'The instalments {window} were {days} late on average.',
      'The instalments {window} were only {days} late on average.',
      NONE_LATE,
    ),
    lateShare: tell(
      '{share} of the instalments {window} were late.',
      'Only {share} of the instalments {window} were late.',
      NONE_LATE,
    ),
    lateDaysByAmount: tell(
      'Counting larger instalments more, those {window} were {days} late on average.',
      'Counting larger instalments more, those {window} were only {days} late on average.',
      NONE_LATE,
    ),
    lateCount: tell(
      '{instalments} of those {window} ran late.',
      'Only {instalments} of those {window} ran late.',
      NONE_LATE,
    ),
    late30Count: tell(
      '30 days late or more: {instalments} of those {window}.',
      '30 days late or more: only {instalments} of those {window}.',
      'No instalment {window} was 30 days late.',
    ),
    late60Count: tell(
      '60 days late or more: {instalments} of those {window}.',
      '60 days late or more: only {instalments} of those {window}.',
      'No instalment {window} was 60 days late.',
    ),
    late90Count: tell(
      '90 days late or more: {instalments} of those {window}.',
      '90 days late or more: only {instalments} of those {window}.',
      'No instalment {window} was 90 days late.',
    ),
    openShare: tell(
      '{share} of the instalments {window} are not settled.',
      'Only {share} of the instalments {window} are not settled.',
      'Every instalment {window} is settled.',
    ),
    restructuredCount: fact(
      'Rescheduled: {instalments} of those {window}.',
      'No instalment {window} was rescheduled.',
    ),
    settledLateDaysMax: tellIfEver(
      'Of the settled instalments, the latest was {days} late.',
      'No settled instalment was more than {days} late.',
      NONE_SETTLED,
      'Every settled instalment was on time.',
    ),
    settledLateDaysMean: tellIfEver(
      'The settled instalments were {days} late on average.',
      'The settled instalments were only {days} late on average.',
      NONE_SETTLED,
      'Every settled instalment was on time.',
    ),
    daysSinceLate: tellIfEver(
      'The newest late instalment was due only {days} ago.',
      'The newest late instalment was due {days} ago.',
      NEVER_LATE,
    ),
    daysWithoutLate: tell(
      'Only {days} without a late instalment.',
      '{days} without a late instalment.',
      'No time without a late instalment yet.',
    ),
    daysWithoutLate30: tell(
      'Only {days} without an instalment 30 days late.',
      '{days} without an instalment 30 days late.',
      'No time without an instalment 30 days late yet.',
    ),
    lateMonthsShare: tell(
      'Something was late in {share} of the months with instalments.',
      'Something was late in only {share} of the months with instalments.',
      NEVER_LATE,
    ),
    firstLateDays: tell(
      'The first instalment was {days} late.',
      'The first instalment was only {days} late.',
      'The first instalment was on time.',
    ),
    earlyLateDaysMax: tell(
      'One of the first three instalments was {days} late.',
      'None of the first three instalments was more than {days} late.',
      'The first instalments were on time.',
    ),
    lateStreak: tell(
      '{instalments} in a row late or rescheduled, up to the newest.',
      'Only {instalments} in a row late or rescheduled, up to the newest.',
      'The newest instalment was on time.',
    ),
    lateStreakLongest: tell(
      'At worst {instalments} in a row late or rescheduled.',
      'At worst only {instalments} in a row late or rescheduled.',
      NEVER_LATE,
    ),
    relapses: tell(
      'Fell late again after paying on time: {occasions}.',
      'Fell late again after paying on time: only {occasions}.',
      'Never fell late after paying on time.',
    ),
    lateDaysRecent: tell(
      'The newest instalments were {days} late on average.',
      'The newest instalments were only {days} late on average.',
      NEVER_LATE,
    ),
    lateRecent: tell(
      'Looking mainly at the newest instalments, {share} of them were late.',
      'Looking mainly at the newest instalments, only {share} of them were late.',
      NEVER_LATE,
    ),
    openRecent: tell(
      'Looking mainly at the newest instalments, {share} of them are not settled.',
      'Looking mainly at the newest instalments, only {share} of them are not settled.',
      'Every instalment due so far is settled.',
    ),
    newestLateDays: tell(
      '{which} was {days} late.',
      '{which} was only {days} late.',
      '{which} was on time.',
    ),
    newestOpen: fact(NOT_SETTLED, '{which} is settled.'),
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
      '{days} without settling an instalment.',
      'Only {days} without settling an instalment.',
      'No day has passed without settling an instalment.',
    ),
    settledCount: tell(
      'Only {instalments} settled {period}.',
      '{instalments} settled {period}.',
      'No instalment was settled {period}.',
    ),
    settledToTypical: tell(
      "The instalments settled {period} add up to only {times} this customer's usual one.",
      "The instalments settled {period} add up to {times} this customer's usual one.",
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
