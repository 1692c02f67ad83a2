import Type, { type TObject, type TSchema } from 'typebox';
import { Nullable, OneOf } from '../http/schema.js';

/** An estimate with its 95 % interval. */
export function Estimate(description: string): TObject {
  const [value, low, high] = [Type.Number(), Type.Number(), Type.Number()];
  return Type.Object({ value, low, high }, { description: `${description}; 95 % interval` });
}

const CalibrationBin = Type.Object({
  customers: Type.Number(),
  expectedBadRate: Type.Number(),
  observedBadRate: Type.Number(),
  observedLow: Type.Number({ description: 'of its 95 % interval (Wilson)' }),
  observedHigh: Type.Number(),
  isotonicLow: Type.Optional(
    Type.Number({
      description:
        'Venn-Abers: the rate by isotonic calibration for one more customer of the expected rate who stayed good',
    }),
  ),
  isotonicHigh: Type.Optional(Type.Number({ description: 'the same had they gone bad' })),
});

const ThresholdMetrics = Type.Object({
  threshold: Type.Number({
    description: 'probability from which on a customer is predicted bad: the observed bad rate',
  }),
  positiveClass: OneOf(['bad']),
  accuracy: Type.Number(),
  precision: Nullable(
    Type.Number({
      description: 'share of bads among those predicted bad; null: nobody is',
    }),
  ),
  mae: Type.Number({ description: 'mean absolute error of the probability' }),
  rmse: Type.Number({ description: 'root mean squared error of the probability' }),
});

const ALL: Record<string, TSchema> = {
  rows: Type.Integer(),
  customers: Type.Integer(),
  badCustomers: Type.Integer({ description: 'with any bad row' }),
  badRate: Type.Number(),
  auc: Estimate('probability that a good ranks safer than a bad (DeLong, by customer and fold)'),
  gini: Estimate('2 × AUC − 1'),
  ks: Estimate(
    'largest distance of the distributions of goods and bads (Raghavachari, by customer), low is 0 where chance would reach the value in 5 of 100 samples; absent where it was stored without its interval',
  ),
  brier: Type.Number({ description: 'mean squared error of the probability' }),
  logLoss: Type.Number(),
  ece: Type.Number({ description: 'expected calibration error over ten bins of equal count' }),
  ecePerfect: Type.Number({ description: 'what a perfect model of this sample size would show' }),
  calibrationSlope: Estimate('1 is perfect'),
  calibrationIntercept: Estimate('error of the level in log-odds; 0 is perfect'),
  calibrationTable: Type.Array(CalibrationBin),
  threshold: ThresholdMetrics,
};

/** How good predictions of customers were that did not shape them; a training of an earlier version may lack a measure. */
export const measures: Record<string, TSchema> = Object.fromEntries(
  Object.entries(ALL).map(([name, schema]) => [name, Type.Optional(schema)]),
);
