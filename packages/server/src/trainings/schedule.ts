import { Cron } from 'croner';
import { IsDateTime } from 'typebox/format';
import { InvalidError } from '../errors.js';

const FIELDS = 5;

/** Whether a schedule comes round again: a cron pattern does, a time does not. */
export function isRecurring(schedule: string): boolean {
  return !IsDateTime(schedule);
}

function cronOf(pattern: string, timeZone: string): Cron {
  // A sixth field would be seconds, which nobody means when training a model.
  if (pattern.trim().split(/\s+/).length !== FIELDS)
    throw InvalidError.field(
      'schedule',
      'must be a time like 2026-12-01T03:00:00Z, or a cron pattern of five fields like "0 3 1 * *"',
    );
  try {
    return new Cron(pattern, { timezone: timeZone });
  } catch {
    throw InvalidError.field(
      'schedule',
      'is not a cron pattern; it has minute, hour, day of month, month and day of week, like "0 3 1 * *"',
    );
  }
}

/**
 * When a schedule is next due after an instant, patterns by the clock of the time zone. Throws InvalidError (400)
 * for a schedule that is neither a time nor a pattern, or that never comes.
 */
export function nextRun(schedule: string, timeZone: string, after: Date): Date {
  const next = isRecurring(schedule)
    ? cronOf(schedule, timeZone).nextRun(after)
    : new Date(schedule);
  if (next === null || Number.isNaN(next.getTime()) || next <= after)
    throw InvalidError.field('schedule', 'never comes, or has passed already; send a later time');
  return next;
}
