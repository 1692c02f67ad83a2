/** An amount that is not a decimal with two places at most. */
export class AmountError extends Error {
  override name = 'AmountError';
}

const DECIMAL = /^(-?)(\d{1,13})(?:\.(\d{1,2})0*)?$/;

/** Minor units of a decimal text, exactly: `minorFromText('1234.5') // => 123450`. Throws AmountError. */
export function minorFromText(text: string): number {
  const match = DECIMAL.exec(text);
  if (match === null) throw new AmountError(`"${text}" is not an amount with two decimals.`);
  const minor = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'));
  return match[1] === '-' ? -minor : minor;
}

/** Minor units of a JSON number; `minorFromNumber(0.1) // => 10`. Throws AmountError. */
export function minorFromNumber(amount: number): number {
  return minorFromText(String(amount));
}

/** Whether a JSON number is an amount with two decimals at most. */
export function isAmount(amount: number): boolean {
  return DECIMAL.test(String(amount));
}
