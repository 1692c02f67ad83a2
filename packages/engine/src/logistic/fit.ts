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
/** The error after a step is at most of the order of the step times its contraction. */
const STEP_TOLERANCE = 1e-7;
/** A step longer than this share of the one before asks for the curvature of where it stands. */
const CONTRACTION = 0.25;

/**
 * Weighted ridge logistic regression by Newton's method (iteratively reweighted least squares), with the step solved under the bounds
 * and halved until the objective falls. The curvature, which costs most, is kept while steps shrink quickly (the chord method).
 * Throws LogisticConvergenceError.
 */
export function fitLogistic(problem: LogisticProblem): LogisticFit {
  const size = problem.columns.length + 1;
  const bounded = Array.from({ length: size }, (_, index) => index > 0 && problem.nonNegative);
  let place = evaluate(problem, startingPoint(problem));
  let hessian = hessianAt(problem, place);
  let before = Number.POSITIVE_INFINITY;
  for (let iteration = 0; iteration < MAXIMUM_ITERATIONS; iteration++) {
    const linear = linearTermAt(problem, place, hessian);
    const target = minimiseBounded(hessian, linear, { bounded, start: place.point });
    const next = halveUntilBetter(problem, place, target);
    const moved = largestDifference(place.point, next.point);
    place = next;
    if (moved < (problem.tolerance ?? STEP_TOLERANCE)) {
      return { intercept: place.point[0], coefficients: place.point.slice(1) };
    }
    if (moved > CONTRACTION * before) hessian = hessianAt(problem, place);
    before = moved;
  }
  throw new LogisticConvergenceError(`no optimum after ${MAXIMUM_ITERATIONS} steps`);
}

/** Rows of all columns that stay in the cache from one use to the next. */
const BLOCK_ROWS = 1024;

/** intercept + Σ coefficient × column, by row. */
export function linearPredictor(fit: LogisticFit, columns: readonly Float64Array[], rows: number) {
  const predictor = new Float64Array(rows).fill(fit.intercept);
  for (let from = 0; from < rows; from += BLOCK_ROWS) {
    const to = Math.min(from + BLOCK_ROWS, rows);
    columns.forEach((column, index) => {
      const coefficient = fit.coefficients[index];
      if (coefficient === 0) return;
      for (let row = from; row < to; row++) predictor[row] += coefficient * column[row];
    });
  }
  return predictor;
}

/** 1/(1 + e^−x) without overflow. */
export function logistic(logOdds: number): number {
  if (logOdds >= 0) return 1 / (1 + Math.exp(-logOdds));
  const power = Math.exp(logOdds);
  return power / (1 + power);
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

/** What a point costs, and what its derivatives are made of. */
interface Place {
  point: Float64Array;
  objective: number;
  /** By row: weight × (probability − event), and weight × probability × (1 − probability). */
  residual: Float64Array;
  curvature: Float64Array;
}

function evaluate(problem: LogisticProblem, point: Float64Array): Place {
  const { events, weights, columns, ridge } = problem;
  const rows = events.length;
  const predictor = linearPredictor(unpack(point), columns, rows);
  const residual = new Float64Array(rows);
  const curvature = new Float64Array(rows);
  let objective = 0;
  for (let row = 0; row < rows; row++) {
    const logOdds = predictor[row];
    // e^−|x|, which does not overflow.
    const power = Math.exp(-Math.abs(logOdds));
    const probability = (logOdds >= 0 ? 1 : power) / (1 + power);
    residual[row] = weights[row] * (probability - events[row]);
    curvature[row] = weights[row] * probability * (1 - probability);
    const against = events[row] === 1 ? -logOdds : logOdds;
    objective += weights[row] * (Math.max(against, 0) + Math.log1p(power));
  }
  for (let index = 1; index < point.length; index++) objective += 0.5 * ridge * point[index] ** 2;
  return { point, objective, residual, curvature };
}

function hessianAt({ columns, ridge }: LogisticProblem, { curvature }: Place): Float64Array {
  // The intercept is the coefficient of a column of ones.
  const size = columns.length + 1;
  const hessian = weightedProducts(
    [new Float64Array(curvature.length).fill(1), ...columns],
    curvature,
  );
  for (let index = 1; index < size; index++) hessian[index * size + index] += ridge;
  return hessian;
}

/** c of ½ z'Hz − c'z, whose minimum is where the step leads. */
function linearTermAt(
  { columns, ridge }: LogisticProblem,
  { point, residual }: Place,
  hessian: Float64Array,
): Float64Array {
  const size = point.length;
  const linear = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    linear[row] =
      row === 0 ? -sum(residual) : -dot(columns[row - 1], residual) - ridge * point[row];
    for (let column = 0; column < size; column++) {
      linear[row] += hessian[row * size + column] * point[column];
    }
  }
  return linear;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

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

function halveUntilBetter(problem: LogisticProblem, from: Place, target: Float64Array): Place {
  const { point, objective } = from;
  for (let share = 1; share > 1e-6; share /= 2) {
    const candidate = point.map((value, index) => value + share * (target[index] - value));
    const place = evaluate(problem, candidate);
    if (place.objective <= objective + 1e-12 * Math.abs(objective)) return place;
  }
  return from;
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  let largest = 0;
  for (let index = 0; index < a.length; index++) {
    largest = Math.max(largest, Math.abs(a[index] - b[index]));
  }
  return largest;
}
