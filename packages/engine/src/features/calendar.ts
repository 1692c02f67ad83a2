import type { Day } from './history.js';

/** A calendar month as a count of months since 1970-01. */
export type Month = number;

export const MILLISECONDS_PER_DAY = 86_400_000;

/** A text that should be a calendar day of the form `YYYY-MM-DD` and is not. */
export class InvalidDateError extends Error {
  override readonly name = 'InvalidDateError';

  constructor(readonly text: string) {
    super(`"${text}" is not a date of the form YYYY-MM-DD.`);
  }
}

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Reads an ISO date. Days that do not exist (30 February) are refused.
 *
 * @throws InvalidDateError
 * @example dayFromIso('1970-02-01') // => 31
 */
export function dayFromIso(text: string): Day {
  const match = ISO_DATE.exec(text);
  if (match === null) throw new InvalidDateError(text);
  const year = Number(match[1]);
  const monthOfYear = Number(match[2]);
  const day = dayFromCivil(year, monthOfYear, Number(match[3]));
  if (monthOfYear < 1 || monthOfYear > 12 || isoFromDay(day) !== text) {
    throw new InvalidDateError(text);
  }
  return day;
}

/** Writes a day between the years 0000 and 9999 as an ISO date: `isoFromDay(31) // => '1970-02-01'` */
export function isoFromDay(day: Day): string {
  const { year, monthOfYear, dayOfMonth } = civilFromDay(day);
  return `${pad(year, 4)}-${pad(monthOfYear, 2)}-${pad(dayOfMonth, 2)}`;
}

/** The day, in UTC, of an instant in milliseconds since the epoch. */
export function dayFromInstant(milliseconds: number): Day {
  return Math.floor(milliseconds / MILLISECONDS_PER_DAY);
}

/** `monthOfDay(31) // => 1`, which is February 1970. */
export function monthOfDay(day: Day): Month {
  const { year, monthOfYear } = civilFromDay(day);
  return (year - 1970) * 12 + monthOfYear - 1;
}

export function firstDayOfMonth(month: Month): Day {
  const year = 1970 + Math.floor(month / 12);
  return dayFromCivil(year, month - (year - 1970) * 12 + 1, 1);
}

/** 1 to 31. */
export function dayOfMonth(day: Day): number {
  return civilFromDay(day).dayOfMonth;
}

/** The same day of another month, or the last one of a shorter month: 31 January + 1 is 28 February. */
export function addMonths(day: Day, months: number): Day {
  const month = monthOfDay(day) + months;
  const daysInMonth = firstDayOfMonth(month + 1) - firstDayOfMonth(month);
  return firstDayOfMonth(month) + Math.min(dayOfMonth(day), daysInMonth) - 1;
}

interface CivilDate {
  year: number;
  monthOfYear: number;
  dayOfMonth: number;
}

const DAYS_PER_ERA = 146_097;
const DAYS_FROM_ERA_START_TO_EPOCH = 719_468;

/** Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`. */
function civilFromDay(day: Day): CivilDate {
  const shifted = day + DAYS_FROM_ERA_START_TO_EPOCH;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const monthOfYear = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (monthOfYear <= 2 ? 1 : 0),
    monthOfYear,
    dayOfMonth: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  };
}

/** The inverse of `civilFromDay`, `days_from_civil` of the same source. */
function dayFromCivil(year: number, monthOfYear: number, dayOfMonth: number): Day {
  const yearFromMarch = monthOfYear <= 2 ? year - 1 : year;
  const era = Math.floor(yearFromMarch / 400);
  const yearOfEra = yearFromMarch - era * 400;
  const monthFromMarch = monthOfYear > 2 ? monthOfYear - 3 : monthOfYear + 9;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + dayOfMonth - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * DAYS_PER_ERA + dayOfEra + dayOfYear - DAYS_FROM_ERA_START_TO_EPOCH;
}

function pad(number: number, width: number): string {
  return String(number).padStart(width, '0');
}
