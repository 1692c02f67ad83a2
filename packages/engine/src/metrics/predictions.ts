/** Predictions beside what happened; weights count customers, not rows. */
export interface Predictions {
  /** Probability of going bad. */
  pd: Float64Array;
  /** Log-odds of good:bad; ranks rows where probabilities round to the same. */
  logOdds: Float64Array;
  /** 1 is bad. */
  labels: Uint8Array;
  weights: Float64Array;
  /** Number of the customer of each row: rows of one customer are not independent. */
  customerOf: Int32Array;
  /** Where each fold was predicted by a model of its own. A customer's rows are all in one fold. */
  crossValidation?: { foldOf: Uint8Array; varianceFactor: number };
}

/** Predictions from log-odds of good:bad. */
export function predictionsOf(
  logOdds: Float64Array,
  sample: Pick<Predictions, 'labels' | 'weights' | 'customerOf'>,
  crossValidation?: Predictions['crossValidation'],
): Predictions {
  return {
    pd: logOdds.map((value) => 1 / (1 + Math.exp(value))),
    logOdds,
    labels: sample.labels,
    weights: sample.weights,
    customerOf: sample.customerOf,
    ...(crossValidation && { crossValidation }),
  };
}

/** Sums of weights by class. */
export function classWeights({ labels, weights }: Pick<Predictions, 'labels' | 'weights'>) {
  let goods = 0;
  let bads = 0;
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] === 1) bads += weights[row];
    else goods += weights[row];
  }
  return { goods, bads, total: goods + bads };
}

/** Row numbers by rising value; equal values stay in the order of the rows. */
export function rankRows(values: Float64Array): Uint32Array {
  const order = Uint32Array.from(values, (_, row) => row);
  return order.sort((a, b) => values[a] - values[b] || a - b);
}

/** Calls `visit` with each run [start, end) of equal values along the ranking. */
export function forEachTie(
  values: Float64Array,
  ranking: Uint32Array,
  visit: (start: number, end: number) => void,
): void {
  for (let start = 0; start < ranking.length; ) {
    let end = start + 1;
    while (end < ranking.length && values[ranking[end]] === values[ranking[start]]) end++;
    visit(start, end);
    start = end;
  }
}

/**
 * Bin of each row, of `bins` that hold about equal weight. A run of equal values lies in one bin, that of its middle, so that
 * the order of rows changes nothing; bins may stay empty.
 */
export function equalCountBins(
  values: Float64Array,
  weights: Float64Array,
  bins: number,
): Uint8Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const ranking = rankRows(values);
  const binOf = new Uint8Array(values.length);
  let below = 0;
  forEachTie(values, ranking, (start, end) => {
    let weight = 0;
    for (let position = start; position < end; position++) weight += weights[ranking[position]];
    const middle = (below + weight / 2) / total;
    const bin = Math.min(bins - 1, Math.floor(bins * middle));
    for (let position = start; position < end; position++) binOf[ranking[position]] = bin;
    below += weight;
  });
  return binOf;
}
