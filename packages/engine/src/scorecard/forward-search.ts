import { solvePositiveDefinite } from '../logistic/cholesky.js';
import { dot } from '../logistic/dot.js';
import { fitLogistic, type LogisticFit, linearPredictor, logistic } from '../logistic/fit.js';
import { RIDGE } from './card.js';

export interface SearchRules {
  maxCharacteristics: number;
  /** |r| of two columns above which they tell the same. */
  maximumCorrelation: number;
  /** Chi-square of one degree of freedom that a further column must bring. */
  minimumScoreStatistic: number;
}

export interface SearchOutcome {
  decision: 'selected' | 'correlated' | 'notNeeded' | 'wrongSign';
  /** Position of the chosen column that a correlated one repeats. */
  repeated: number | null;
}

interface SearchProblem {
  columns: readonly Float64Array[];
  /** 1 is good. */
  events: Uint8Array;
  weights: Float64Array;
}

/**
 * Forward selection for a logistic regression with coefficients ≥ 0. The next column is the one with the
 * largest score statistic (Rao 1948) of the present fit; its variance, given the chosen columns, is taken from their
 * covariance once and not anew with the weights of every fit, which changes the order of near ties only.
 */
export function searchForward(problem: SearchProblem, rules: SearchRules): SearchOutcome[] {
  const covariance = new Covariance(problem);
  const outcomes = problem.columns.map(
    (): SearchOutcome => ({ decision: 'notNeeded', repeated: null }),
  );
  let chosen: number[] = [];
  let fit = refit(problem, chosen, null);
  while (chosen.length < rules.maxCharacteristics) {
    const residuals = residualsOf(problem, chosen, fit);
    const next = bestCandidate(problem, { outcomes, chosen, covariance, residuals });
    if (next === null || next.statistic < rules.minimumScoreStatistic) break;
    chosen.push(next.index);
    covariance.learn(next.index);
    outcomes[next.index].decision = 'selected';
    fit = refit(problem, chosen, fit);
    const superseded = chosen.filter((_, position) => fit.coefficients[position] === 0);
    if (superseded.length > 0) {
      for (const index of superseded) outcomes[index].decision = 'wrongSign';
      chosen = chosen.filter((index) => !superseded.includes(index));
      fit = { ...fit, coefficients: fit.coefficients.filter((coefficient) => coefficient !== 0) };
    }
    markRepeats(outcomes, { chosen, covariance, rules });
  }
  return outcomes;
}

function refit(problem: SearchProblem, chosen: readonly number[], before: LogisticFit | null) {
  const columns = chosen.map((index) => problem.columns[index]);
  const base = { ...problem, columns, ridge: RIDGE, nonNegative: true, tolerance: 1e-3 };
  if (before === null) return fitLogistic(base);
  const coefficients = new Float64Array(columns.length);
  coefficients.set(before.coefficients);
  return fitLogistic({ ...base, start: { intercept: before.intercept, coefficients } });
}

interface Residuals {
  /** Weight × (event − probability). */
  values: Float64Array;
  /** Mean of probability × (1 − probability). */
  variance: number;
}

function residualsOf(
  problem: SearchProblem,
  chosen: readonly number[],
  fit: LogisticFit,
): Residuals {
  const { events, weights } = problem;
  const columns = chosen.map((index) => problem.columns[index]);
  const predictor = linearPredictor(fit, columns, events.length);
  let variance = 0;
  let total = 0;
  const values = new Float64Array(events.length);
  for (let row = 0; row < events.length; row++) {
    const probability = logistic(predictor[row]);
    values[row] = weights[row] * (events[row] - probability);
    variance += weights[row] * probability * (1 - probability);
    total += weights[row];
  }
  return { values, variance: variance / total };
}

function bestCandidate(
  problem: SearchProblem,
  state: {
    outcomes: readonly SearchOutcome[];
    chosen: readonly number[];
    covariance: Covariance;
    residuals: Residuals;
  },
): { index: number; statistic: number } | null {
  let best: { index: number; statistic: number } | null = null;
  problem.columns.forEach((column, index) => {
    if (state.outcomes[index].decision !== 'notNeeded') return;
    const slope = dot(column, state.residuals.values);
    if (slope <= 0) return;
    const information = remainingVariance(state.covariance, index, state.chosen);
    if (information <= 0) return;
    const statistic = slope ** 2 / (state.residuals.variance * information);
    if (best === null || statistic > best.statistic) best = { index, statistic };
  });
  return best;
}

/** Weighted sums of products about the means: of every column with itself, and of those that were learned with all. */
class Covariance {
  readonly size: number;
  /** By index of a learned column × size + index; the sums of columns with themselves are on the diagonal. */
  readonly sums: Float64Array;
  readonly #centred: readonly Float64Array[];

  constructor({ columns, weights }: SearchProblem) {
    this.size = columns.length;
    this.sums = new Float64Array(this.size * this.size);
    let total = 0;
    for (const weight of weights) total += weight;
    const roots = weights.map(Math.sqrt);
    this.#centred = columns.map((column) => {
      const mean = dot(weights, column) / total;
      const centred = new Float64Array(column.length);
      for (let row = 0; row < column.length; row++)
        centred[row] = roots[row] * (column[row] - mean);
      return centred;
    });
    this.#centred.forEach((column, index) => {
      this.sums[index * this.size + index] = dot(column, column);
    });
  }

  /** The sums of one column with all others: few are chosen, and most pairs are never asked for. */
  learn(index: number): void {
    this.#centred.forEach((column, other) => {
      this.sums[index * this.size + other] = dot(column, this.#centred[index]);
    });
  }
}

/** What is left of a column's variance when the chosen columns are known. */
function remainingVariance({ size, sums }: Covariance, index: number, chosen: readonly number[]) {
  const own = sums[index * size + index];
  const count = chosen.length;
  if (count === 0) return own;
  const matrix = new Float64Array(count * count);
  const right = new Float64Array(count);
  chosen.forEach((row, i) => {
    right[i] = sums[row * size + index];
    chosen.forEach((column, j) => {
      matrix[i * count + j] = sums[row * size + column];
    });
  });
  const solution = solvePositiveDefinite(matrix, right);
  if (solution === null) return 0;
  const explained = solution.reduce((sum, value, i) => sum + value * right[i], 0);
  // Below this share a column adds nothing but rounding.
  return own - explained > 1e-6 * own ? own - explained : 0;
}

/** Told anew at every step: what repeats a column that was superseded may be needed after all. */
function markRepeats(
  outcomes: SearchOutcome[],
  {
    chosen,
    covariance,
    rules,
  }: { chosen: readonly number[]; covariance: Covariance; rules: SearchRules },
): void {
  const { size, sums } = covariance;
  outcomes.forEach((outcome, index) => {
    if (outcome.decision !== 'notNeeded' && outcome.decision !== 'correlated') return;
    const repeated = chosen.find((other) => {
      const product = sums[index * size + index] * sums[other * size + other];
      return Math.abs(sums[other * size + index]) / Math.sqrt(product) > rules.maximumCorrelation;
    });
    outcome.decision = repeated === undefined ? 'notNeeded' : 'correlated';
    outcome.repeated = repeated ?? null;
  });
}
