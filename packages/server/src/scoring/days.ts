import { type Day, dayFromIso, isoFromDay } from '@maia/engine';

export { type Day, dayFromIso, isoFromDay };

/** The day that the calendar shows in a time zone. Throws RangeError for a zone that does not exist. */
export function todayIn(timeZone: string, now: Date = new Date()): Day {
  // Canada's English writes days as ISO does.
  return dayFromIso(new Intl.DateTimeFormat('en-CA', { timeZone }).format(now));
}

/** Reads the days of many rows, which repeat: each text is parsed once. */
export class DayReader {
  readonly #days = new Map<string, Day>();

  read(text: string): Day {
    let day = this.#days.get(text);
    if (day === undefined) {
      day = dayFromIso(text);
      this.#days.set(text, day);
    }
    return day;
  }
}
