import { dayOfMonth, monthOfDay } from '../features/calendar.js';
import type { Day } from '../features/history.js';

/** Who belongs to which group of one protected field, beside the rows of a training. No fit ever reads it. */
export interface ProtectedField {
  field: string;
  groups: readonly string[];
  /** Position in `groups` for each row; −1 where the value is not known. */
  groupOf: Int32Array;
}

const AGE_BANDS = [
  { name: 'under26', below: 26 },
  { name: '26to35', below: 36 },
  { name: '36to50', below: 51 },
  { name: '51to65', below: 66 },
  { name: 'over65', below: 121 },
];

/** The age band of a person on a day; null before the birth and beyond 120 years. */
export function ageBandOn(dateOfBirth: Day, day: Day): string | null {
  if (day < dateOfBirth) return null;
  const isBeforeTheDay = dayOfMonth(day) < dayOfMonth(dateOfBirth) ? 1 : 0;
  const years = Math.floor((monthOfDay(day) - monthOfDay(dateOfBirth) - isBeforeTheDay) / 12);
  return AGE_BANDS.find(({ below }) => years < below)?.name ?? null;
}
