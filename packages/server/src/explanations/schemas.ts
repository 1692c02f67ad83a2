import Type, { type Static } from 'typebox';
import { AttributesField } from '../customers/attributes.js';
import { DateText, Instant, Nullable, OneOf } from '../http/schema.js';
import { Report, Vector } from '../reports/schemas.js';
import { LANGUAGES } from '../scoring/report-texts.js';

const { score, scoreProbability, scoreConfidence, pd, interval, reasons, strengths } =
  Report.properties;

export const ExplanationQuery = Type.Object({
  lang: Type.Optional(OneOf(LANGUAGES)),
  format: Type.Optional(OneOf(['json', 'html'])),
});

const Advice = Type.Object({
  code: OneOf(['payOverdue', 'payOnTime']),
  text: Type.String(),
  instalments: Type.Integer(),
  amounts: Type.Array(Type.Object({ currency: Nullable(Type.String()), amount: Type.Number() }), {
    description: 'what it costs, by currency',
  }),
  score: Type.Number({
    description: 'this score once it is done; with payOnTime all that is overdue is paid first',
  }),
  points: Type.Number({ description: 'by how much that is higher' }),
});

export type AdviceOut = Static<typeof Advice>;

/** What an applicant may ask to be told about a score. */
export const Explanation = Type.Object({
  report: Type.Object({
    id: Type.String(),
    uuid: Type.String(),
    referenceId: Nullable(Type.String()),
    asOf: DateText,
    created_at: Instant,
  }),
  language: OneOf(LANGUAGES),
  score,
  scoreProbability,
  scoreConfidence,
  scale: Report.properties.scale,
  interval,
  reasons,
  strengths,
  notices: Report.properties.notices,
  dataUsed: Type.Object({
    instalments: Nullable(Type.Integer({ description: 'null once the customer was erased' })),
    firstDueDate: Nullable(DateText),
    lastDueDate: Nullable(DateText),
    observedThrough: Nullable(DateText),
    attributes: Type.Array(
      Type.Object({
        name: Type.String(),
        value: Nullable(Type.Unsafe<number | string>({ type: ['number', 'string', 'null'] })),
      }),
    ),
    features: Report.properties.features,
  }),
  advice: Type.Array(Advice, { description: 'what would raise this score; empty: nothing found' }),
  adviceText: Type.String({ description: 'the same in words, also when there is none' }),
  model: Type.Object({
    version: Nullable(Type.String()),
    binaryPath: Nullable(Type.String({ description: "the model's content id" })),
  }),
  review: Type.Object({
    company: Type.String(),
    contact: Nullable(Type.String()),
    text: Type.String({ description: 'whom to ask for a person to review the score' }),
  }),
});

export type ExplanationOut = Static<typeof Explanation>;

/** What is to be different: attributes merge key by key, payments take the place of all there are. */
export const WhatIf = Type.Object({
  attributes: Type.Optional(AttributesField),
  payments: Type.Optional(Vector.properties.payments),
});

export type WhatIfIn = Static<typeof WhatIf>;

const WhatIfScore = Type.Object({
  score,
  scoreProbability,
  scoreConfidence,
  pd,
  interval,
  reasons,
  strengths,
});

/** The score of a report's history as it is and as it would be, by the report's model and on its day. */
export const WhatIfAnswer = Type.Object({
  asOf: DateText,
  scoreVersion: Nullable(Type.String()),
  before: WhatIfScore,
  after: WhatIfScore,
  points: Type.Number({ description: 'by how much the score would be higher' }),
});

export type WhatIfOut = Static<typeof WhatIfAnswer>;
