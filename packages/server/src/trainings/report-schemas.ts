import Type, { type TSchema } from 'typebox';
import { Nullable, OneOf } from '../http/schema.js';
import { Fairness } from './fairness-schemas.js';
import { Features, ScoreBands } from './feature-schemas.js';
import { Findings, Meaning } from './finding-schemas.js';
import { measures } from './measure-schemas.js';

const ScoreShift = Type.Object({
  value: Type.Number({ description: 'population stability index' }),
  expectedByChance: Type.Number({ description: 'its mean where nothing has shifted' }),
  limitByChance: Type.Number({
    description:
      'what 95 of 100 months stay under where nothing has shifted; of many months a few lie above it by chance',
  }),
});

const Month = Type.Object({
  month: Type.String({ description: 'of the as-of day, YYYY-MM', examples: ['2026-06'] }),
  customers: Type.Integer({ description: 'seen in this month; each counts once' }),
  badRate: Type.Number(),
  expectedBadRate: Type.Number({ description: 'mean of their probabilities of going bad' }),
  psi: Nullable({
    ...ScoreShift,
    description:
      'their out-of-fold scores against those of all other months, over ten bins; null: under 50 customers on a side',
  }),
});

const Stability = Type.Object({
  absent: Nullable({
    ...OneOf(['oneMonth']),
    description: 'why there is nothing to compare: all as-of days lie in one month',
  }),
  months: Type.Array(Month, { description: 'oldest first' }),
});

const OutOfTime = Type.Object({
  ...measures,
  rung: OneOf(['outOfTime', 'newestCohort']),
  asOf: Type.Integer({ description: 'first of the newest days, in days since 1970-01-01' }),
  olderThrough: Type.Integer({ description: 'last of the older days' }),
});

const Compared = Type.Object({ auc: Type.Number(), logLoss: Type.Number() });

const Comparison = Type.Object({
  scorecard: Compared,
  boosting: Compared,
  logLossGain: Type.Number({ description: 'log-loss of the card less that of the trees' }),
  standardError: Type.Number({ description: 'of the gain, paired by customer' }),
  gainMin: Type.Number({ description: 'gain beyond one standard error that trees must have' }),
  chosen: OneOf(['scorecard', 'boosting']),
});

/** The sections that a report has; a training of an earlier version may lack one. */
const sections: Record<string, TSchema> = {
  kind: Type.Optional(OneOf(['scorecard', 'boosting'])),
  rows: Type.Optional(Type.Integer({ description: 'customers as seen on one day each' })),
  customers: Type.Optional(Type.Integer()),
  goodCustomers: Type.Optional(Type.Integer({ description: 'with any good row' })),
  badCustomers: Type.Optional(Type.Integer({ description: 'with any bad row' })),
  badRate: Type.Optional(Type.Number({ description: 'each customer counting once' })),
  fewBads: Type.Optional(
    Type.Boolean({
      description: 'under 500 bad customers: another sample could change the figures',
    }),
  ),
  exclusions: Type.Optional(
    Type.Array(Type.Object({ reason: Type.String(), rows: Type.Integer() }), {
      description: 'rows that were left out, and why',
    }),
  ),
  rung: Type.Optional({
    ...OneOf(['outOfTime', 'newestCohort', 'byCustomer']),
    description: 'the highest rung of the validation ladder that the history allows',
  }),
  comparison: Type.Optional(
    Nullable({
      ...Comparison,
      description: 'what auto chose from, on the same customer folds; null for one algorithm',
    }),
  ),
  scoreBands: Type.Optional(ScoreBands),
  features: Type.Optional(Features),
  byCustomer: Type.Optional(
    Type.Object(measures, {
      description: 'every customer, predicted by a model of other customers',
    }),
  ),
  outOfTime: Type.Optional(
    Nullable({
      ...OutOfTime,
      description:
        'customers of the newest days, predicted by a model of older days and other customers; null where the history is too short',
    }),
  ),
  stability: Type.Optional({
    ...Stability,
    description: 'scores and bad rates by month of the as-of day',
  }),
  fairness: Type.Optional(Fairness),
  findings: Type.Optional(Findings),
  meaning: Type.Optional(Meaning),
};

/** The validation report of a training. Target, portfolio and used options are described in words. */
export const ValidationReport = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  properties: sections,
  additionalProperties: true,
  description:
    'the whole validation report; under portfolio how the target was derived, roll rates, cures and vintages; under usedOptions what was used and why',
});
