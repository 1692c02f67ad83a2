import Type, { type TSchema } from 'typebox';
import { Nullable, OneOf } from '../http/schema.js';
import { Fairness } from './fairness-schemas.js';
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

/** The sections that a report has; a training of an earlier version may lack one. */
const sections: Record<string, TSchema> = {
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

/** The validation report of a training. Its other sections are described in words. */
export const ValidationReport = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  properties: sections,
  additionalProperties: true,
  description:
    'the whole validation report; under portfolio how the target was derived, roll rates, cures and vintages; under usedOptions what was used and why',
});
