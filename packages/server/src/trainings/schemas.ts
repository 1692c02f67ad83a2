import Type, { type Static } from 'typebox';
import {
  authorship,
  DateText,
  Instant,
  Nullable,
  OneOf,
  OwnId,
  PlainText,
} from '../http/schema.js';
import { CARD_FORMATS } from '../scoring/card.js';
import { ValidationReport } from './report-schemas.js';

export const TRAINING_STATUSES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;

const FeatureCodes = Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 1000 });

const Target = Type.Object({
  source: Type.Optional(OneOf(['outcomes', 'payments'])),
  badDays: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 3650,
      description: 'days past due that make a customer bad, told from the payments',
    }),
  ),
  windowMonths: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 120,
      description: 'months after the observation day in which it counts',
    }),
  ),
  settledBy: Type.Optional(OneOf(['fullAmount', 'anyPayment'])),
  materiality: Type.Optional(
    Type.Object({
      absolute: Type.Optional(Type.Number({ minimum: 0, maximum: 1e12 })),
      relative: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    }),
  ),
});

/** What a caller may ask of a training; every option has a default. */
export const TrainingOptions = Type.Object({
  algorithm: Type.Optional(OneOf(['auto', 'scorecard', 'boosting'])),
  target: Type.Optional(Target),
  asOf: Type.Optional(Nullable(DateText)),
  observationDates: Type.Optional(Nullable(Type.Array(DateText, { minItems: 1, maxItems: 1000 }))),
  features: Type.Optional(
    Type.Object({
      include: Type.Optional(Nullable(FeatureCodes)),
      exclude: Type.Optional(Nullable(FeatureCodes)),
    }),
  ),
  seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 4_294_967_295 })),
});

export type TrainingOptionsIn = Static<typeof TrainingOptions>;

const FreeText = PlainText(10_000);

export const TrainingCreate = Type.Object({
  uuid: Type.Optional(OwnId),
  meta: Type.Optional(Nullable(FreeText)),
  schedule: Type.Optional(
    Nullable(
      Type.String({
        maxLength: 100,
        description:
          "a time, or a cron pattern of five fields by the company's clock; each run of a pattern queues the next",
        examples: ['0 3 1 * *'],
      }),
    ),
  ),
  options: Type.Optional(Nullable(TrainingOptions)),
});

export type TrainingCreateIn = Static<typeof TrainingCreate>;

export const ActivationCreate = Type.Object({
  reason: Type.Optional(Nullable(PlainText(2000))),
});

const Measure = Nullable(Type.Number());

export const Training = Type.Object({
  id: Type.String(),
  uuid: Type.String(),
  status: OneOf(TRAINING_STATUSES),
  progress: Type.Number({ description: 'share done, 0 to 1' }),
  stage: Nullable(Type.String()),
  error: Nullable(Type.String({ description: 'why it failed, and what would help' })),
  active: Type.Boolean({ description: 'whether its model scores now' }),
  accuracy: Measure,
  precission: Measure,
  precision: Measure,
  mae: Measure,
  rmse: Measure,
  binaryPath: Nullable(Type.String({ description: "the model's content id" })),
  version: Nullable(Type.String({ description: 'the version that reports of this model show' })),
  meta: Nullable(Type.String()),
  schedule: Nullable(Type.String()),
  scheduledFor: Nullable(Instant),
  options: TrainingOptions,
  metrics: Nullable(ValidationReport),
  startedAt: Nullable(Instant),
  endedAt: Nullable(Instant),
  published_at: Instant,
  ...authorship,
});

export type TrainingOut = Static<typeof Training>;

/** A training whose model has just begun to score. */
export const ActivatedTraining = Type.Object({
  ...Training.properties,
  warnings: Type.Array(Type.String(), {
    description: 'what the change means for cut-offs that were set for the model before',
  }),
});

/** A time during which a training's model scored. */
export const Activation = Type.Object({
  id: Type.String(),
  training: Type.Object({ id: Type.String(), uuid: Type.String() }),
  version: Type.String(),
  binaryPath: Type.String({ description: "the model's content id" }),
  reason: Type.String(),
  activatedBy: Type.String(),
  activatedAt: Instant,
  endedAt: Nullable(Instant),
});

export type ActivationOut = Static<typeof Activation>;

export const CardQuery = Type.Object({
  format: Type.Optional(OneOf(CARD_FORMATS)),
});

const CardBin = Type.Object({
  kind: OneOf(['range', 'special', 'categories', 'missing']),
  from: Nullable(Type.Number({ description: 'lowest value of the bin; null: open' })),
  to: Nullable(Type.Number({ description: 'first value above the bin; null: open' })),
  special: Nullable(
    Type.Number({ description: 'the value that is a code rather than a quantity' }),
  ),
  categories: Nullable(Type.Array(Type.String())),
  goods: Type.Number({ description: 'good customers of the training, each counting once' }),
  bads: Type.Number(),
  woe: Type.Number({ description: 'weight of evidence; higher is safer' }),
  points: Type.Number(),
});

/** The scorecard as a table. */
export const Card = Type.Object({
  scale: Type.Object({
    pointsToDouble: Type.Number(),
    baseScore: Type.Number(),
    baseOdds: Type.Number({ description: 'goods per bad at the base score' }),
    min: Type.Number(),
    max: Type.Number(),
    factor: Type.Number({ description: 'points of one unit of log-odds' }),
    offset: Type.Number({ description: 'score at even odds' }),
    orientation: OneOf(['higherIsSafer']),
  }),
  characteristics: Type.Array(
    Type.Object({
      code: Type.String(),
      column: Type.String({ description: 'name of the column that the SQL reads' }),
      coefficient: Type.Number(),
      informationValue: Type.Number(),
      bins: Type.Array(CardBin),
      otherPoints: Type.Number({ description: 'points of a value that no bin holds' }),
    }),
  ),
  unknownScore: Type.Number({ description: 'score of a customer of whom the card knows nothing' }),
});
