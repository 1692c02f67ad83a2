import { minimiseBounded } from './bounded.js';
import { dot } from './dot.js';

export interface LogisticProblem {
  columns: readonly Float64Array[];
  /** 1 where the event happened; its log-odds are fitted. */
  events: Uint8Array;
  weights: Float64Array;
  /** Penalty ½ ridge Σ coefficient², the intercept free: scikit-learn's 1/C. */
  ridge: number;
  /** Keeps every coefficient ≥ 0. */
  nonNegative: boolean;
  start?: LogisticFit;
  /** Largest change of a coefficient in the last step; 1e-7 unless a search needs only a direction. */
  tolerance?: number;
}

export interface LogisticFit {
  intercept: number;
  coefficients: Float64Array;
}

/** The optimum was not reached: the classes are separated or a column is not finite. */
export class LogisticConvergenceError extends Error {
  override readonly name = 'LogisticConvergenceError';
}

const MAXIMUM_ITERATIONS = 100;
/** Newton's error after a step is of the order of the step's square. */
const STEP_TOLERANCE = 1e-7;

/**
 * Weighted ridge logistic regression by Newton's method (iteratively reweighted least squares), with the
 * step solved under the bounds and halved until the objective falls. Throws LogisticConvergenceError.
 */
export function fitLogistic(problem: LogisticProblem): LogisticFit {
  const size = problem.columns.length + 1;
  let point = startingPoint(problem);
  let objective = penalisedLoss(problem, point);
  const bounded = Array.from({ length: size }, (_, index) => index > 0 && problem.nonNegative);
  for (let iteration = 0; iteration < MAXIMUM_ITERATIONS; iteration++) {
    const { gradient, hessian } = derivatives(problem, point);
    const linear = new Float64Array(size);
    for (let row = 0; row < size; row++) {
      linear[row] = -gradient[row];
      for (let column = 0; column < size; column++) {
        linear[row] += hessian[row * size + column] * point[column];
      }
    }
    const target = minimiseBounded(hessian, linear, { bounded, start: point });
    const next = halveUntilBetter(problem, { point, target, objective });
    const moved = largestDifference(point, next.point);
    point = next.point;
    objective = next.objective;
    if (moved < (problem.tolerance ?? STEP_TOLERANCE))
      return { intercept: point[0], coefficients: point.slice(1) };
  }
  throw new LogisticConvergenceError(`no optimum after ${MAXIMUM_ITERATIONS} Newton steps`);
}

/** intercept + Σ coefficient × column, by row. */
export function linearPredictor(fit: LogisticFit, columns: readonly Float64Array[], rows: number) {
  const predictor = new Float64Array(rows).fill(fit.intercept);
  columns.forEach((column, index) => {
    const coefficient = fit.coefficients[index];
    if (coefficient === 0) return;
    for (let row = 0; row < rows; row++) predictor[row] += coefficient * column[row];
  });
  return predictor;
}

/** 1/(1 + e^−x) without overflow. */
export function logistic(logOdds: number): number {
  if (logOdds >= 0) return 1 / (1 + Math.exp(-logOdds));
  const power = Math.exp(logOdds);
  return power / (1 + power);
}

/** ln(1 + e^x) without overflow. */
export function softPlus(value: number): number {
  return Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));
}

function startingPoint({ columns, events, weights, start }: LogisticProblem): Float64Array {
  if (start !== undefined) return Float64Array.from([start.intercept, ...start.coefficients]);
  let happened = 0;
  let total = 0;
  for (let row = 0; row < events.length; row++) {
    total += weights[row];
    if (events[row] === 1) happened += weights[row];
  }
  if (!(happened > 0 && happened < total)) {
    throw new LogisticConvergenceError('one of the two classes is empty');
  }
  const point = new Float64Array(columns.length + 1);
  point[0] = Math.log(happened / (total - happened));
  return point;
}

function unpack(point: Float64Array): LogisticFit {
  return { intercept: point[0], coefficients: point.subarray(1) };
}

function penalisedLoss(problem: LogisticProblem, point: Float64Array): number {
  const { events, weights, columns, ridge } = problem;
  const predictor = linearPredictor(unpack(point), columns, events.length);
  let loss = 0;
  for (let row = 0; row < predictor.length; row++) {
    loss += weights[row] * softPlus(events[row] === 1 ? -predictor[row] : predictor[row]);
  }
  for (let index = 1; index < point.length; index++) loss += 0.5 * ridge * point[index] ** 2;
  return loss;
}

function derivatives(problem: LogisticProblem, point: Float64Array) {
  const { events, weights, columns, ridge } = problem;
  const rows = events.length;
  const size = point.length;
  const predictor = linearPredictor(unpack(point), columns, rows);
  const residual = new Float64Array(rows);
  const curvature = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const probability = logistic(predictor[row]);
    residual[row] = weights[row] * (probability - events[row]);
    curvature[row] = weights[row] * probability * (1 - probability);
  }
  // The intercept is the coefficient of a column of ones.
  const all = [new Float64Array(rows).fill(1), ...columns];
  const gradient = Float64Array.from(all, (column) => dot(column, residual));
  const hessian = weightedProducts(all, curvature);
  for (let index = 1; index < size; index++) {
    gradient[index] += ridge * point[index];
    hessian[index * size + index] += ridge;
  }
  return { gradient, hessian };
}

/** Rows of all columns that stay in the cache while every pair of columns is multiplied. */
const BLOCK_ROWS = 1024;

/** Σ weight × a × b for every pair of columns, by index × size + index. */
function weightedProducts(columns: readonly Float64Array[], weights: Float64Array): Float64Array {
  const size = columns.length;
  const rows = weights.length;
  const products = new Float64Array(size * size);
  const weighted = new Float64Array(rows);
  for (let from = 0; from < rows; from += BLOCK_ROWS) {
    const to = Math.min(from + BLOCK_ROWS, rows);
    for (let i = 0; i < size; i++) {
      const column = columns[i];
      for (let row = from; row < to; row++) weighted[row] = weights[row] * column[row];
      for (let j = 0; j <= i; j++) products[i * size + j] += dot(columns[j], weighted, from, to);
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) products[j * size + i] = products[i * size + j];
  }
  return products;
}

function halveUntilBetter(
  problem: LogisticProblem,
  { point, target, objective }: { point: Float64Array; target: Float64Array; objective: number },
) {
  for (let share = 1; share > 1e-6; share /= 2) {
    const candidate = point.map((value, index) => value + share * (target[index] - value));
    const loss = penalisedLoss(problem, candidate);
    if (loss <= objective + 1e-12 * Math.abs(objective))
      return { point: candidate, objective: loss };
  }
  return { point, objective };
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  let largest = 0;
  for (let index = 0; index < a.length; index++) {
    largest = Math.max(largest, Math.abs(a[index] - b[index]));
  }
  return largest;
}
