import Type from 'typebox';
import { Nullable, OneOf } from '../http/schema.js';

const Bin = Type.Object({
  kind: OneOf(['range', 'special', 'categories', 'missing']),
  from: Type.Optional(
    Nullable(Type.Number({ description: 'of a range: its lowest value; null: open' })),
  ),
  to: Type.Optional(
    Nullable(Type.Number({ description: 'of a range: first value above it; null: open' })),
  ),
  value: Type.Optional(
    Type.Number({
      description: 'of a special bin: the value that is a code rather than a quantity',
    }),
  ),
  codes: Type.Optional(
    Type.Array(Type.Integer(), { description: 'of categories: their positions' }),
  ),
  goods: Type.Number({ description: 'good customers of the training, each counting once' }),
  bads: Type.Number(),
  woe: Type.Number({ description: 'weight of evidence; higher is safer' }),
});

const Feature = Type.Object({
  code: Type.String(),
  missingShare: Type.Number({ description: 'share of rows in which it is not known' }),
  informationValue: Type.Number(),
  netInformationValue: Type.Number({ description: 'less what noise gives on average' }),
  crossValidatedInformationValue: Type.Number({
    description: 'on customers that did not shape the bins',
  }),
  strength: OneOf(['none', 'weak', 'medium', 'strong']),
  trend: Nullable({
    ...OneOf(['rises', 'falls']),
    description: 'whether the log-odds of staying good rise or fall with the value',
  }),
  decision: {
    ...OneOf([
      'selected',
      'constant',
      'weak',
      'unstable',
      'correlated',
      'notNeeded',
      'wrongSign',
      'excluded',
    ]),
    description: 'selected, or why not',
  },
  detail: Nullable(
    Type.String({ description: 'why it was excluded, or the selected feature that it repeats' }),
  ),
  bins: Type.Array(Bin),
});

export const Features = Type.Array(Feature, {
  description: 'what every feature tells alone, and whether the model uses it',
});

export const ScoreBands = Type.Array(
  Type.Object({
    scoreFrom: Type.Number(),
    scoreTo: Type.Number(),
    customers: Type.Number(),
    bads: Type.Number(),
    badRate: Nullable(Type.Number({ description: 'null: nobody is in the band' })),
    cumulativeShare: Type.Number({ description: 'share of all customers in this band or above' }),
    cumulativeBadRate: Nullable(Type.Number({ description: 'bad rate of these' })),
  }),
  { description: 'ten equal slices of the scale, the safest first, by out-of-fold scores' },
);
