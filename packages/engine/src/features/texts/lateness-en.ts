import { fact, type LanguageTexts, tell, tellIfEver } from './sentences.js';

export const NOTHING_OVERDUE = 'Nothing is overdue.';
const NONE_LATE = 'No instalment {window} was late.';
const NEVER_LATE = 'No instalment was ever late.';
const NONE_SETTLED = 'No instalment is settled so far.';
export const NOT_SETTLED = '{which} is not settled.';

/** How late instalments were and are. */
export const ENGLISH_LATENESS: LanguageTexts['features'] = {
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
};
