import { describe, expect, it } from 'vitest';
import { InstantReader } from './instants.js';

describe('InstantReader', () => {
  const reader = new InstantReader();

  it.each([
    ['2024-06-30 08:00:00+00', Date.UTC(2024, 5, 30, 8)],
    ['2024-06-30 08:00:00.5+00', Date.UTC(2024, 5, 30, 8, 0, 0, 500)],
    ['2024-06-30 08:00:00.123999+00', Date.UTC(2024, 5, 30, 8, 0, 0, 123)],
    ['2024-06-30 08:00:00.000999+00', Date.UTC(2024, 5, 30, 8)],
  ])('reads %s to the millisecond', (text, ms) => {
    expect([reader.read(text), reader.read(text)]).toEqual([ms, ms]);
  });

  it.each(['2024-06-30', '2024-06-30 08:00:00-03', 'infinity', ''])('refuses "%s"', (text) => {
    expect(() => new InstantReader().read(text)).toThrow(RangeError);
  });
});
