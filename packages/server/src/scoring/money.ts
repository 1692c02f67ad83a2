/** An amount that is not a decimal with two places at most. */
export class AmountError extends Error {
  override name = 'AmountError';
}

const DECIMAL = /^-?\d{1,13}(?:\.\d{1,2}0*)?$/;

/** Minor units of a decimal text, exactly: `minorFromText('1234.5') // => 123450`. Throws AmountError. */
export function minorFromText(text: string): number {
  if (!DECIMAL.test(text)) throw new AmountError(`"${text}" is not an amount with two decimals.`);
  // With 15 digits at most, what the two roundings are off is far below a half.
  return Math.round(Number(text) * 100);
}

/** Minor units of a JSON number; `minorFromNumber(0.1) // => 10`. Throws AmountError. */
export function minorFromNumber(amount: number): number {
  return minorFromText(String(amount));
}

/** Whether a JSON number is an amount with two decimals at most. */
export function isAmount(amount: number): boolean {
  return DECIMAL.test(String(amount));
}
