import { dayOfMonth, firstDayOfMonth, monthOfDay } from '../features/calendar.js';
import type { Day } from '../features/history.js';
import { TIMING_STARTS } from './hidden-model.js';

/** Biweekly is the Latin American quincena: the 15th and the last day (or 30th) of every month. */
export type Cadence = 'monthly' | 'biweekly';

/** When the instalments of a loan fall due. */
export interface Schedule {
  openedOn: Day;
  cadence: Cadence;
  /** Day of the month; unused for biweekly loans. 30 is the last day of a shorter month. */
  dueDayOfMonth: number;
  instalmentCount: number;
  /** Of the first due date: the month of a monthly loan, the half month of a biweekly one. */
  firstSlot: number;
}

/**
 * The days in which one instalment's customer decides once what to pay: from four days before its due
 * date to five before the next one. Cycles go on after the last instalment while something is owed.
 */
export interface Cycle {
  firstDay: Day;
  dueDate: Day;
  lastDay: Day;
}

const MONTHLY_NOTICE_DAYS = 25;
const BIWEEKLY_NOTICE_DAYS = 12;

/** The schedule of a loan, with its first due date far enough from the opening. */
export function createSchedule(terms: Omit<Schedule, 'firstSlot'>): Schedule {
  const isMonthly = terms.cadence === 'monthly';
  const earliest = terms.openedOn + (isMonthly ? MONTHLY_NOTICE_DAYS : BIWEEKLY_NOTICE_DAYS);
  const slot = isMonthly ? monthOfDay(earliest) : halfMonthOf(earliest);
  return { ...terms, firstSlot: dueDateAt(terms, slot) >= earliest ? slot : slot + 1 };
}

/** Due date of the instalment with this index, from 0, also beyond the last one. */
export function dueDateOf(schedule: Schedule, index: number): Day {
  return dueDateAt(schedule, schedule.firstSlot + index);
}

/** The cycle with this index, from 0. */
export function cycleOf(schedule: Schedule, index: number): Cycle {
  const dueDate = dueDateOf(schedule, index);
  return {
    firstDay: dueDate + TIMING_STARTS[0],
    dueDate,
    lastDay: dueDateOf(schedule, index + 1) + TIMING_STARTS[0] - 1,
  };
}

/** Half months since 1970-01; the second half begins on the 16th. */
export function halfMonthOf(day: Day): number {
  return monthOfDay(day) * 2 + (dayOfMonth(day) > 15 ? 1 : 0);
}

function dueDateAt(
  { cadence, dueDayOfMonth }: Pick<Schedule, 'cadence' | 'dueDayOfMonth'>,
  slot: number,
): Day {
  if (cadence === 'monthly') return dayInMonth(slot, dueDayOfMonth);
  return dayInMonth(Math.floor(slot / 2), slot % 2 === 0 ? 15 : 30);
}

function dayInMonth(month: number, date: number): Day {
  const first = firstDayOfMonth(month);
  return Math.min(first + date - 1, firstDayOfMonth(month + 1) - 1);
}
