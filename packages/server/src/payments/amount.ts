import Type, { type TUnsafe } from 'typebox';

const AMOUNT = /^\d{1,12}(\.\d{1,2})?$/;

/** What an amount must be, in the words of an error. */
export const AMOUNT_RULE =
  'must be an amount written like 1234.50: 0 or more, at most 12 digits, a point and two decimals, no other separators';

/** An amount of money, exact: what has more than two decimals is refused, not rounded. */
export const Amount: TUnsafe<number> = Type.Refine(
  Type.Unsafe<number>({
    type: 'number',
    minimum: 0,
    maximum: 999_999_999_999.99,
    decimals: 2,
    examples: [1234.5],
  }),
  (value) => typeof value !== 'number' || AMOUNT.test(String(value)),
  () => AMOUNT_RULE,
);

/**
 * The text of an amount as the database keeps it: 1234.5 → "1234.50". Exact, because an amount has at most
 * 14 digits, and a double tells all numbers of 15 digits apart.
 */
export function amountText(amount: number): string {
  return amount.toFixed(2);
}

/** Inverse of `amountText`. */
export function amountNumber(text: string): number {
  return Number(text);
}
