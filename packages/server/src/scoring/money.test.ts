import { describe, expect, it } from 'vitest';
import { AmountError, minorFromNumber, minorFromText } from './money.js';

describe('minor units', () => {
  it('are exact', () => {
    expect(minorFromText('1234.5')).toBe(123_450);
    expect(minorFromText('0.29')).toBe(29);
    expect(minorFromText('-60.00')).toBe(-6000);
    expect(minorFromText('999999999999.99')).toBe(99_999_999_999_999);
    expect(minorFromNumber(1.1)).toBe(110);
    expect(minorFromNumber(8.29)).toBe(829);
  });

  it('are exact for amounts of any size', () => {
    for (let digits = 1; digits <= 13; digits++)
      for (let cents = 0; cents < 100; cents++) {
        const whole = '9876543210987'.slice(0, digits);
        const text = `${whole}.${String(cents).padStart(2, '0')}`;
        expect(BigInt(minorFromText(text)), text).toBe(BigInt(whole) * 100n + BigInt(cents));
        expect(minorFromText(`-${text}`)).toBe(-minorFromText(text));
      }
  });

  it('refuse what has no exact amount', () => {
    for (const text of ['', '1.234', '1e3', 'NaN', '1,5', ' 1'])
      expect(() => minorFromText(text), text).toThrow(AmountError);
    expect(() => minorFromNumber(0.1 + 0.2)).toThrow(AmountError);
  });
});
