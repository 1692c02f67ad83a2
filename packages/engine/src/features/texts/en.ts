import { fact, type LanguageTexts, tell, tellIfEver } from './sentences.js';

const NOTHING_OVERDUE = 'Nothing is overdue.';
const NONE_LATE = 'No instalment {window} was late.';
const NEVER_LATE = 'No instalment was ever late.';
const NONE_SETTLED = 'No instalment is settled so far.';
const NOT_SETTLED = '{which} is not settled.';

export const ENGLISH: LanguageTexts = {
  locale: 'en',
  families: {
    delinquency: 'Late payments',
    payment: 'Payments made',
    trend: 'Trend',
    tenure: 'Length of history',
    amount: 'Amounts',
    attribute: 'Application data',
    littleHistory: 'Little history',
  },
  nouns: {
    day: { one: 'day', other: 'days' },
    instalment: { one: 'instalment', other: 'instalments' },
    loan: { one: 'loan', other: 'loans' },
    dueDate: { one: 'due date', other: 'due dates' },
    occasion: { one: 'time', other: 'times' },
    point: { one: 'percentage point', other: 'percentage points' },
  },
  window: { last: 'due in the last {days}', all: 'due so far' },
  period: 'in the last {days}',
  which: [
    'The newest instalment',
    'The second newest instalment',
    'The third newest instalment',
    'The fourth newest instalment',
    'The fifth newest instalment',
  ],
  littleHistory: 'There is too little payment history to judge this.',
  attribute: {
    ...tell('"{key}" ({value}) counts against.', '"{key}" ({value}) counts in favour.'),
    missing: '"{key}" is not known.',
    rare: 'a rare value',
    unseen: 'a value never seen before',
    yes: 'yes',
    no: 'no',
  },
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
      'The overdue instalments add up to {times} a typical one.',
      'The overdue instalments add up to only {times} a typical one.',
      NOTHING_OVERDUE,
    ),
    overdueLargest: tell(
      'The largest overdue instalment is {times} a typical one.',
      'The largest overdue instalment is only {times} a typical one.',
      NOTHING_OVERDUE,
    ),
    arrearsToTypical: tell(
      'The money missing on overdue instalments is {times} a typical instalment.',
      'The money missing on overdue instalments is only {times} a typical instalment.',
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
      'By amount, the instalments {window} were {days} late on average.',
      'By amount, the instalments {window} were only {days} late on average.',
      NONE_LATE,
    ),
    lateCount: tell(
      'Late: {instalments} of those {window}.',
      'Late: only {instalments} of those {window}.',
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
      'Counting the newest ones most, {share} of the instalments were late.',
      'Counting the newest ones most, only {share} of the instalments were late.',
      NEVER_LATE,
    ),
    openRecent: tell(
      'Counting the newest ones most, {share} of the instalments are not settled.',
      'Counting the newest ones most, only {share} of the instalments are not settled.',
      'Every instalment due so far is settled.',
    ),
    newestLateDays: tell(
      '{which} was {days} late.',
      '{which} was only {days} late.',
      '{which} was on time.',
    ),
    newestOpen: fact(NOT_SETTLED, '{which} is settled.'),
    paidShare: tell(
      'Settled instalments cover only {share} of the money {window}.',
      'Settled instalments cover {share} of the money {window}.',
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
      'The instalment with the smallest payment was paid only {share}.',
      'Every instalment was paid at least {share}.',
      'At least one instalment is not settled.',
    ),
    newestPaidShare: tell(
      '{which} was paid only {share}.',
      '{which} was paid {share}.',
      NOT_SETTLED,
    ),
    paidShareRecent: tell(
      'Counting the newest ones most, only {share} of an instalment was paid.',
      'Counting the newest ones most, {share} of an instalment was paid.',
      'No instalment is settled.',
    ),
    notFullShare: tell(
      '{share} of the instalments {window} were not paid in full.',
      'Only {share} of the instalments {window} were not paid in full.',
      'Every instalment {window} was paid in full.',
    ),
    notFullRecent: tell(
      'Counting the newest ones most, {share} of the instalments were not paid in full.',
      'Counting the newest ones most, only {share} of the instalments were not paid in full.',
      'Every instalment was paid in full.',
    ),
    onTimeAmountShare: tell(
      'Only {share} of the money {window} was on time.',
      '{share} of the money {window} was on time.',
      'Nothing of the money {window} was on time.',
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
      'The instalments settled {period} add up to only {times} a typical one.',
      'The instalments settled {period} add up to {times} a typical one.',
      'No instalment was settled {period}.',
    ),
    overpaidShare: fact(
      'For {share} of the instalments {window}, more than the amount due was paid.',
      'For no instalment {window}, more than the amount due was paid.',
    ),
    overpaidMean: fact(
      'On average, {share} more than the amount due was paid.',
      'Never more than the amount due was paid.',
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
      'The share of late instalments in the last 90 days is {points} above that of all.',
      'The share of late instalments in the last 90 days is that of all.',
      'The share of late instalments in the last 90 days is {points} below that of all.',
    ),
    lateDaysDeviation: tell(
      'Days late vary by {days} around their mean.',
      'Days late vary by only {days} around their mean.',
      'Days late do not vary.',
    ),
    dueSlope: fact(
      'The amount due grows by {growth} from one instalment to the next.',
      'The amount due neither grows nor shrinks.',
      'The amount due shrinks by {growth} from one instalment to the next.',
    ),
    dueVariation: fact(
      'Amounts due vary by {share} around their mean.',
      'All amounts due are equal.',
    ),
    newestDueToTypical: fact('The newest instalment is {times} a typical one.'),
    dueGrowth: fact('The three newest instalments are {times} the ones before.'),
    newCharges: fact(
      '{which} asks for {times} a typical one beyond what the one before left.',
      '{which} asks for what the one before left.',
      '{which} asks for less than the one before left.',
    ),
    daysSinceFirstDue: fact(
      'The first instalment fell due {days} ago.',
      'The first instalment has just fallen due.',
    ),
    daysSinceNewestDue: fact(
      'The newest instalment fell due {days} ago.',
      'An instalment has just fallen due.',
    ),
    instalments: fact('{instalments} {window}.', 'No instalment {window}.'),
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
    newestDue: fact("{which} is {times} the lender's median instalment."),
    newestPaid: fact("{which} was paid {times} the lender's median instalment.", NOT_SETTLED),
    dueMean: fact("The instalments {window} are {times} the lender's median on average."),
    paidMean: fact(
      "Payments for the instalments {window} are {times} the lender's median on average.",
      'No instalment {window} is settled.',
    ),
    dueMax: fact("The largest instalment is {times} the lender's median."),
    dueMin: fact("The smallest instalment is {times} the lender's median."),
    paidMax: fact(
      "The largest payment is {times} the lender's median.",
      'No instalment is settled.',
    ),
    overdueAmount: tell(
      "The overdue instalments are {times} the lender's median.",
      "The overdue instalments are only {times} the lender's median.",
      NOTHING_OVERDUE,
    ),
    dueToIncome: fact(
      'The instalments of the last 30 days take {share} of the income.',
      'No instalment fell due in the last 30 days.',
    ),
    overdueToIncome: fact('The overdue instalments are {share} of the income.', NOTHING_OVERDUE),
    dueToLimit: fact('The newest instalment is {share} of the credit limit.'),
    dueMeanToLimit: fact('A typical instalment is {share} of the credit limit.'),
    paidMeanToLimit: fact(
      'A typical payment is {share} of the credit limit.',
      'No instalment is settled.',
    ),
    overdueToLimit: fact(
      'The overdue instalments are {share} of the credit limit.',
      NOTHING_OVERDUE,
    ),
    typicalToInstalment: fact('A past instalment is {times} the one requested.'),
    instalmentToIncome: fact('The requested instalment takes {share} of the income.'),
  },
};
