import { firstDayOfMonth, isoFromDay, type Month, monthOfDay } from '../features/calendar.js';
import { chiSquareUpperQuantile } from './chi-square.js';
import { equalCountBins } from './predictions.js';

/** Predictions of customers who were seen on several days. */
export interface DatedPredictions {
  pd: Float64Array;
  logOdds: Float64Array;
  /** 1 is bad. */
  labels: Uint8Array;
  weights: Float64Array;
  customerOf: Int32Array;
  /** Days since 1970-01-01. */
  asOf: Int32Array;
}

/** How far one month's scores lie from those of all other months. */
export interface ScoreShift {
  /** Population stability index over bins of equal count. */
  value: number;
  /** What it is on average where nothing has shifted. */
  expectedByChance: number;
  /** What 95 of 100 months stay under where nothing has shifted. */
  limitByChance: number;
}

/** The customers seen in one calendar month; each counts once. */
export interface MonthStability {
  /** YYYY-MM */
  month: string;
  customers: number;
  badRate: number;
  /** Mean of their probabilities of going bad. */
  expectedBadRate: number;
  /** Null where the month, or all others, have too few customers. */
  psi: ScoreShift | null;
}

export interface Stability {
  /** Why there is nothing to compare; null where there is. */
  absent: 'oneMonth' | null;
  /** Oldest first. */
  months: readonly MonthStability[];
}

const BINS = 10;
/** Customers below which a month's distribution is nearly all chance. */
const MONTH_CUSTOMERS_MIN = 50;
const CHANCE_TAIL = 0.05;
/** Added to each bin, so that an empty one does not make the index infinite. */
const SMOOTHING = 0.5;

/**
 * Scores and bad rates by calendar month of the as-of day. Each month's out-of-fold scores are compared with those of all other months by
 * the population stability index; a customer counts once on either side, whatever the number of rows. What chance alone
 * makes of the index is known from the covariance of the shares, by customer, because months share customers; its
 * distribution is Rao and Scott's second-order one (1984). Months without a customer in common have (bins − 1)(1/n + 1/m).
 */
export function stabilityByMonth(predictions: DatedPredictions): Stability {
  const monthOf = Int32Array.from(predictions.asOf, monthOfDay);
  const months = [...new Set(monthOf)].sort((a, b) => a - b);
  if (months.length < 2) return { absent: 'oneMonth', months: [] };
  const binned = binCustomers(predictions);
  return {
    absent: null,
    months: months.map((month) => describeMonth(predictions, binned, { month, monthOf })),
  };
}

/** Rows counted by customer and bin. */
interface BinnedCustomers {
  bins: number;
  customers: number;
  binOf: Uint8Array;
  /** `[customer × bins + bin]` */
  rows: Float64Array;
}

function binCustomers({ logOdds, weights, customerOf }: DatedPredictions): BinnedCustomers {
  const sparse = equalCountBins(logOdds, weights, BINS);
  const used = [...new Set(sparse)].sort((a, b) => a - b);
  const binOf = sparse.map((bin) => used.indexOf(bin));
  const customers = customerOf.reduce((most, customer) => Math.max(most, customer), -1) + 1;
  const rows = new Float64Array(customers * used.length);
  binOf.forEach((bin, row) => {
    rows[customerOf[row] * used.length + bin] += 1;
  });
  return { bins: used.length, customers, binOf, rows };
}

function describeMonth(
  predictions: DatedPredictions,
  binned: BinnedCustomers,
  { month, monthOf }: { month: Month; monthOf: Int32Array },
): MonthStability {
  const rows = Array.from(monthOf.keys()).filter((row) => monthOf[row] === month);
  const inMonth = new Float64Array(binned.rows.length);
  const rowsOf = new Map<number, number>();
  for (const row of rows) {
    const customer = predictions.customerOf[row];
    inMonth[customer * binned.bins + binned.binOf[row]] += 1;
    rowsOf.set(customer, (rowsOf.get(customer) ?? 0) + 1);
  }
  const meanOf = (values: ArrayLike<number>) =>
    rows.reduce((sum, row) => {
      return sum + values[row] / (rowsOf.get(predictions.customerOf[row]) ?? 1);
    }, 0) / rowsOf.size;
  return {
    month: isoFromDay(firstDayOfMonth(month)).slice(0, 7),
    customers: rowsOf.size,
    badRate: meanOf(predictions.labels),
    expectedBadRate: meanOf(predictions.pd),
    psi: shiftOf(binned, inMonth),
  };
}

function shiftOf(binned: BinnedCustomers, inMonth: Float64Array): ScoreShift | null {
  const { bins } = binned;
  const month = shareOf(binned, inMonth);
  const others = shareOf(
    binned,
    binned.rows.map((rows, at) => rows - inMonth[at]),
  );
  if (Math.min(month.customers, others.customers) < MONTH_CUSTOMERS_MIN) return null;
  let value = 0;
  for (let bin = 0; bin < bins; bin++) {
    const [left, right] = [smoothed(month, bin), smoothed(others, bin)];
    value += (left - right) * Math.log(left / right);
  }
  return { value, ...chanceOf(month, others) };
}

/** Shares of the bins among customers, each counting once. */
interface Shares {
  bins: number;
  customers: number;
  /** By bin. */
  share: Float64Array;
  /** Each customer's own shares less the common ones, over the count of customers; 0 for who is not there. */
  deviations: Float64Array;
}

function shareOf({ bins, customers }: BinnedCustomers, rows: Float64Array): Shares {
  const own = new Float64Array(rows.length);
  const share = new Float64Array(bins);
  const present: number[] = [];
  for (let customer = 0; customer < customers; customer++) {
    let count = 0;
    for (let bin = 0; bin < bins; bin++) count += rows[customer * bins + bin];
    if (count === 0) continue;
    present.push(customer);
    for (let bin = 0; bin < bins; bin++) {
      own[customer * bins + bin] = rows[customer * bins + bin] / count;
      share[bin] += own[customer * bins + bin];
    }
  }
  for (let bin = 0; bin < bins; bin++) share[bin] /= present.length;
  for (const customer of present) {
    for (let bin = 0; bin < bins; bin++) {
      const at = customer * bins + bin;
      own[at] = (own[at] - share[bin]) / present.length;
    }
  }
  return { bins, customers: present.length, share, deviations: own };
}

function smoothed({ bins, customers, share }: Shares, bin: number): number {
  return (customers * share[bin] + SMOOTHING) / (customers + SMOOTHING * bins);
}

/** Mean and 95 % limit of a sum of chi-squares with the eigenvalues of the covariance of the differences, by its first two moments. */
function chanceOf(month: Shares, others: Shares): Omit<ScoreShift, 'value'> {
  const { bins } = month;
  const covariance = new Float64Array(bins * bins);
  const difference = new Float64Array(bins);
  for (let start = 0; start < month.deviations.length; start += bins) {
    for (let bin = 0; bin < bins; bin++) {
      difference[bin] = month.deviations[start + bin] - others.deviations[start + bin];
    }
    for (let i = 0; i < bins; i++) {
      for (let j = 0; j < bins; j++) covariance[i * bins + j] += difference[i] * difference[j];
    }
  }
  const total = month.customers + others.customers;
  const pooled = month.share.map(
    (share, bin) => (month.customers * share + others.customers * others.share[bin]) / total,
  );
  let trace = 0;
  let squares = 0;
  for (let i = 0; i < bins; i++) {
    trace += covariance[i * bins + i] / pooled[i];
    for (let j = 0; j < bins; j++) {
      squares += covariance[i * bins + j] ** 2 / (pooled[i] * pooled[j]);
    }
  }
  if (squares === 0) return { expectedByChance: 0, limitByChance: 0 };
  const degrees = trace ** 2 / squares;
  return {
    expectedByChance: trace,
    limitByChance: (trace / degrees) * chiSquareUpperQuantile(CHANCE_TAIL, degrees),
  };
}
