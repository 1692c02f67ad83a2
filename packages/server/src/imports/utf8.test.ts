import { describe, expect, it } from 'vitest';
import { Utf8Check } from './utf8.js';

function accepted(bytes: Buffer, cutAt: number[]): boolean {
  const check = new Utf8Check();
  const cuts = [0, ...cutAt, bytes.length];
  for (let i = 1; i < cuts.length; i++)
    if (!check.accepts(bytes.subarray(cuts[i - 1], cuts[i]))) return false;
  return check.isComplete();
}

describe('checking UTF-8 in chunks', () => {
  it('accepts characters of every length, cut anywhere', () => {
    const bytes = Buffer.from('a ñ € 😀 z');
    for (let first = 0; first <= bytes.length; first++)
      for (let second = first; second <= bytes.length; second++)
        expect(accepted(bytes, [first, second])).toBe(true);
  });

  it.each([
    ['Latin-1', Buffer.from('se\xf1or', 'latin1')],
    ['a character cut off', Buffer.from('€').subarray(0, 2)],
    ['an overlong encoding', Buffer.from([0xc0, 0x80])],
    ['half of a surrogate pair', Buffer.from([0xed, 0xa0, 0x80])],
    ['a continuation alone', Buffer.from([0x61, 0x80])],
  ])('refuses %s', (_, bytes) => {
    for (let cut = 0; cut <= bytes.length; cut++) expect(accepted(bytes, [cut])).toBe(false);
  });
});
