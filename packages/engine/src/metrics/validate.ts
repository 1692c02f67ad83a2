import {
  badRate,
  brierScore,
  logLoss,
  type ThresholdMetrics,
  thresholdMetrics,
} from './accuracy.js';
import { type CalibrationBin, calibrationError, calibrationLine } from './calibration.js';
import { areaUnderCurve, type Estimate, giniOf } from './discrimination.js';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.js';
import type { Predictions } from './predictions.js';

/** How good a set of predictions was on rows that did not shape them. Rates and means are per customer. */
export interface Validation {
  rows: number;
  customers: number;
  badCustomers: number;
  badRate: number;
  auc: Estimate;
  gini: Estimate;
  ks: Estimate;
  brier: number;
  logLoss: number;
  /** Expected calibration error over ten bins of equal count, and what a perfect model would show. */
  ece: number;
  ecePerfect: number;
  /** 1 is perfect. */
  calibrationSlope: Estimate;
  /** Level error in log-odds at slope 1; 0 is perfect. */
  calibrationIntercept: Estimate;
  calibrationTable: readonly CalibrationBin[];
  threshold: ThresholdMetrics;
}

/** All measures of one set of predictions; both classes must be present. */
export function validate(predictions: Predictions): Validation {
  const auc = areaUnderCurve(predictions);
  const error = calibrationError(predictions);
  const line = calibrationLine(predictions);
  const bads = new Set(predictions.customerOf.filter((_, row) => predictions.labels[row] === 1));
  return {
    rows: predictions.labels.length,
    customers: new Set(predictions.customerOf).size,
    badCustomers: bads.size,
    badRate: badRate(predictions),
    auc,
    gini: giniOf(auc),
    ks: kolmogorovSmirnov(predictions),
    brier: brierScore(predictions),
    logLoss: logLoss(predictions),
    ece: error.ece,
    ecePerfect: error.ecePerfect,
    calibrationSlope: line.slope,
    calibrationIntercept: line.intercept,
    calibrationTable: error.bins,
    threshold: thresholdMetrics(predictions),
  };
}
