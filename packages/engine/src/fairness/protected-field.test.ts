import { describe, expect, it } from 'vitest';
import { dayFromIso } from '../features/calendar.js';
import { ageBandOn } from './protected-field.js';

describe('ageBandOn', () => {
  it.each([
    ['2000-06-30', '2026-06-29', 'under26'],
    ['2000-06-30', '2026-06-30', '26to35'],
    ['1990-06-30', '2026-06-29', '26to35'],
    ['1990-06-30', '2026-06-30', '36to50'],
    ['2000-02-29', '2026-02-28', 'under26'],
    ['2000-02-29', '2026-03-01', '26to35'],
    ['1975-12-31', '2026-12-31', '51to65'],
    ['1960-12-31', '2026-12-31', 'over65'],
    ['2026-07-01', '2026-06-30', null],
    ['1900-01-01', '2026-06-30', null],
  ])('of someone born on %s is on %s %s', (dateOfBirth, day, band) => {
    expect(ageBandOn(dayFromIso(dateOfBirth), dayFromIso(day))).toBe(band);
  });
});
