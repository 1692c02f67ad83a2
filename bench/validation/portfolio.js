import { demoRows, demoTable } from '../../packages/engine/dist/demo/table.js';
import {
  computeFeatures,
  DEFAULT_TRAINING_OPTIONS,
  dayFromIso,
  scoreRow,
  trainModel,
} from '../../packages/engine/dist/index.js';

export const AS_OF = dayFromIso('2026-06-30');
export const VIEWPOINT = { asOf: AS_OF, observedThrough: AS_OF };
/** Customers from this number on are never trained on. */
const FRESH_FROM = 1_000_000;

/** A model of a demo portfolio, each row changed as said, and customers that it has not seen. */
export async function trainOn({ seed, customers, tested, algorithm }, change = (row) => row) {
  const options = { seed, asOf: AS_OF, historyMonthsMax: 24 };
  const data = demoTable(demoRows(options, { from: 0, to: customers }).map(change), AS_OF);
  const { model, report } = await trainModel(data, {
    ...DEFAULT_TRAINING_OPTIONS,
    algorithm,
    seed,
    depthFeature: 'instalments.all',
  });
  const fresh = demoRows(options, { from: FRESH_FROM, to: FRESH_FROM + tested });
  return { model, report, fresh };
}

export function score(model, history, viewpoint = VIEWPOINT) {
  return scoreRow(model, computeFeatures(model.featureSpace, history, viewpoint));
}

export function dueOf({ instalments }) {
  return instalments
    .filter(({ dueDate }) => dueDate <= AS_OF)
    .sort((a, b) => b.dueDate - a.dueDate);
}

export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function standardError(values) {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

export function round(value, digits = 3) {
  return Number(value.toFixed(digits));
}
