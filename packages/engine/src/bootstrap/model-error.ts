import { createRandom } from '../random.js';
import type { Sample } from '../scorecard/sample.js';
import { crossFittedColumn, type Screened } from '../scorecard/screening.js';

/** Customers of one fold that are paired; more would tell little and take long. */
const PAIRED_MAX = 1200;
/** Features that say how alike two customers are, the most telling ones. */
const FEATURES_MAX = 20;
/** Two customers count as alike within a quarter of the median distance. */
const NEARNESS = 1 / 16;
/** A prime, so that the values of no customer are taken together. */
const SPARED = 17;

/** What a model says of every row of its sample, as log-odds. */
export interface Opinion {
  /** Uncalibrated, by the fits without one fold each, and what calibration multiplies them by. */
  byFold: readonly Float64Array[];
  slope: number;
  /** Calibrated, by fits that did not see the row. */
  calibrated: Float64Array;
}

/**
 * Variance of the error of a model's log-odds, with all that a bootstrap of the fit does not show: what was not selected, and what
 * the model's form cannot follow. Three estimates of it:
 *
 * - how far the fits without one fold each lie from each other (jackknife by group, Shao and Wu 1989), which select anew;
 * - how far a model of another form, where there is one, lies from it: a smooth model repeats its bias in every fold;
 * - whether the residuals of customers who are alike and whom the same fit did not see agree (Haseman and Elston 1972): each
 *   product has the expectation of the product of the two errors, whatever the noise of single outcomes.
 *
 * The third sees more and is noisier: it raises the sum of the others as far as its standard error allows.
 *
 * @param other calibrated log-odds of the other model, by fits that did not see the row
 * @param telling features by which customers are alike
 */
export function modelErrorVariance(
  sample: Sample,
  opinion: Opinion,
  { other, telling }: { other: Float64Array | null; telling: readonly Screened[] },
): number {
  const difference = other === null ? 0 : meanSquare(sample, opinion.calibrated, other);
  const seen = jackknifeVariance(sample, opinion) + difference;
  const alike = agreementOfResiduals(sample, opinion.calibrated, telling);
  if (alike === null || alike.variance <= seen) return seen;
  const trust = seen ** 2 / (seen ** 2 + alike.standardError ** 2);
  return seen + trust * (alike.variance - seen);
}

/** Mean squared difference over the customers. */
function meanSquare({ rows, weights }: Sample, left: Float64Array, right: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < rows; row++) {
    sum += weights[row] * (left[row] - right[row]) ** 2;
    total += weights[row];
  }
  return sum / total;
}

function jackknifeVariance(
  { rows, weights }: Sample,
  { byFold, slope }: Pick<Opinion, 'byFold' | 'slope'>,
): number {
  const groups = byFold.length;
  let sum = 0;
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const mean = byFold.reduce((all, logOdds) => all + logOdds[row], 0) / groups;
    const squares = byFold.reduce((all, logOdds) => all + (logOdds[row] - mean) ** 2, 0);
    sum += weights[row] * slope ** 2 * squares * ((groups - 1) / groups);
    total += weights[row];
  }
  return sum / total;
}

/** Regression of the products of residuals on how alike the pairs are; null where no pair is alike. */
function agreementOfResiduals(
  sample: Sample,
  calibrated: Float64Array,
  telling: readonly Screened[],
): { variance: number; standardError: number } | null {
  const strongest = [...telling]
    .sort((a, b) => b.crossValidatedInformationValue - a.crossValidatedInformationValue)
    .slice(0, FEATURES_MAX);
  let products = 0;
  let squares = 0;
  for (let fold = 0; fold < sample.folds; fold++) {
    const rows = rowsOfFold(sample, fold);
    const columns = strongest.map((each) => crossFittedColumn(sample, each, rows));
    const pd = Float64Array.from(rows, (row) => 1 / (1 + Math.exp(calibrated[row])));
    const distances = pairDistances(columns, rows.length);
    const scale = 2 * NEARNESS * typicalOf(distances);
    let pair = 0;
    for (let a = 1; a < rows.length; a++) {
      const residual = sample.labels[rows[a]] - pd[a];
      const slack = pd[a] * (1 - pd[a]);
      for (let b = 0; b < a; b++) {
        const alike = scale > 0 ? Math.exp(-distances[pair] / scale) : 0;
        pair += 1;
        products += residual * (sample.labels[rows[b]] - pd[b]) * alike;
        squares += slack * pd[b] * (1 - pd[b]) * alike ** 2;
      }
    }
  }
  if (!(squares > 0)) return null;
  return { variance: products / squares, standardError: 1 / Math.sqrt(squares) };
}

/** One row of each of the fold's customers, drawn where there are many. */
function rowsOfFold({ rows, foldOf, customerOf }: Sample, fold: number): Int32Array {
  const random = createRandom(fold, 'paired');
  const keyed: { key: number; row: number }[] = [];
  for (let row = 0; row < rows; row++) {
    const isFirst = row === 0 || customerOf[row] !== customerOf[row - 1];
    if (foldOf[row] === fold && isFirst) keyed.push({ key: random.uniform(), row });
  }
  keyed.sort((a, b) => a.key - b.key || a.row - b.row);
  return Int32Array.from(keyed.slice(0, PAIRED_MAX), ({ row }) => row);
}

/** Squared distances of the pairs (a, b), b < a, by rows. */
function pairDistances(columns: readonly Float64Array[], rows: number): Float64Array {
  const distances = new Float64Array((rows * (rows - 1)) / 2);
  for (const column of columns) {
    let pair = 0;
    for (let a = 1; a < rows; a++) {
      for (let b = 0; b < a; b++) distances[pair++] += (column[a] - column[b]) ** 2;
    }
  }
  return distances;
}

/** About the median, from every SPARED-th value. */
function typicalOf(values: Float64Array): number {
  const some = values.filter((_, at) => at % SPARED === 0).sort();
  return some[some.length >> 1];
}
