import { type Estimate, NORMAL_95 } from './discrimination.js';

/** Wilson's 95 % interval of a rate among so many. */
export function wilsonInterval(rate: number, size: number): Pick<Estimate, 'low' | 'high'> {
  const square = NORMAL_95 ** 2;
  const centre = (rate + square / (2 * size)) / (1 + square / size);
  const half =
    (NORMAL_95 / (1 + square / size)) *
    Math.sqrt((rate * (1 - rate)) / size + square / (4 * size ** 2));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** Rows that count for a share, each with its weight and its customer. */
interface CountedRows {
  rows: readonly number[];
  weights: Float64Array;
  customerOf: Int32Array;
}

/**
 * Share of the rows that hold, by weight, with Wilson's 95 % interval at the number of independent customers that the share has the
 * error of (at most all of them), because the rows of one customer agree. Null without rows.
 */
export function shareThatHolds(
  holds: ArrayLike<number>,
  { rows, weights, customerOf }: CountedRows,
): Estimate | null {
  if (rows.length === 0) return null;
  const total = rows.reduce((sum, row) => sum + weights[row], 0);
  const value = rows.reduce((sum, row) => sum + weights[row] * holds[row], 0) / total;
  const errorOf = new Map<number, number>();
  for (const row of rows) {
    const error = (weights[row] / total) * (holds[row] - value);
    errorOf.set(customerOf[row], (errorOf.get(customerOf[row]) ?? 0) + error);
  }
  let variance = 0;
  for (const error of errorOf.values()) variance += error ** 2;
  const size = variance > 0 ? (value * (1 - value)) / variance : errorOf.size;
  return { value, ...wilsonInterval(value, Math.min(size, errorOf.size)) };
}

/**
 * Ratio of two independent shares with the 95 % interval that their own intervals give (the method of variance estimates recovery;
 * Donner and Zou 2012), which holds at 0 and at 1 too. Null where the divisor is 0.
 */
export function ratioOfShares(left: Estimate, right: Estimate): Estimate | null {
  if (right.value === 0) return null;
  const product = left.value * right.value;
  const lowLeft = left.low * (2 * left.value - left.low);
  const highLeft = left.high * (2 * left.value - left.high);
  const lowRight = right.low * (2 * right.value - right.low);
  const highRight = right.high * (2 * right.value - right.high);
  const root = (a: number, b: number) => Math.sqrt(Math.max(0, product ** 2 - a * b));
  return {
    value: left.value / right.value,
    low: lowLeft <= 0 ? 0 : lowLeft / (product + root(lowLeft, highRight)),
    high: (product + root(highLeft, lowRight)) / lowRight,
  };
}
