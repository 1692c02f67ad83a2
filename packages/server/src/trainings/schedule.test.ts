import { describe, expect, it } from 'vitest';
import { nextRun } from './schedule.js';

const NOW = new Date('2026-06-30T12:00:00Z');

describe('nextRun', () => {
  it.each([
    ['2026-07-01T03:00:00Z', 'UTC', '2026-07-01T03:00:00.000Z'],
    ['2026-07-01T03:00:00-05:00', 'UTC', '2026-07-01T08:00:00.000Z'],
    ['0 3 1 * *', 'UTC', '2026-07-01T03:00:00.000Z'],
    ['0 3 1 * *', 'America/Bogota', '2026-07-01T08:00:00.000Z'],
    ['30 23 * * *', 'America/Santiago', '2026-07-01T03:30:00.000Z'],
  ])('%s in %s', (schedule, timeZone, expected) => {
    expect(nextRun(schedule, timeZone, NOW).toISOString()).toBe(expected);
  });

  it.each(['2026-06-30T11:59:59Z', '0 0 30 2 *', 'soon', '* * * *', '* * * * * *', '61 * * * *'])(
    'refuses %s',
    (schedule) => {
      expect(() => nextRun(schedule, 'UTC', NOW)).toThrow(/^schedule: /);
    },
  );
});
