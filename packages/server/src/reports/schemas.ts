import Type, { type Static } from 'typebox';
import { AttributesField } from '../customers/attributes.js';
import { ReferenceId } from '../customers/schemas.js';
import {
  authorship,
  DateText,
  Instant,
  Nullable,
  OneOf,
  OwnId,
  PlainText,
} from '../http/schema.js';
import { Amount } from '../payments/amount.js';
import { LANGUAGES } from '../scoring/report-texts.js';

export const REPORT_TYPES = ['reference', 'vector'] as const;
/** References that one call answers at once. */
export const BATCH_MAX = 1000;
const VECTOR_PAYMENTS_MAX = 5000;
const VECTOR_RECEIPTS_MAX = 1000;

const VectorReceipt = Type.Object({
  amount: Type.Number({ minimum: -1e12, maximum: 1e12 }),
  receivedOn: Type.Optional(Nullable(DateText)),
  recordedAt: Type.Optional(Type.String({ format: 'date-time' })),
});

const VectorPayment = Type.Object({
  amountDue: Amount,
  dueDate: DateText,
  amountPaid: Type.Optional(Amount),
  date: Type.Optional(Nullable(DateText)),
  loan: Type.Optional(Nullable(PlainText(128))),
  openedOn: Type.Optional(Nullable(DateText)),
  restructured: Type.Optional(Type.Boolean()),
  currency: Type.Optional(Nullable(PlainText(3))),
  receipts: Type.Optional(Nullable(Type.Array(VectorReceipt, { maxItems: VECTOR_RECEIPTS_MAX }))),
});

export const Vector = Type.Object({
  attributes: Type.Optional(AttributesField),
  payments: Type.Optional(Nullable(Type.Array(VectorPayment, { maxItems: VECTOR_PAYMENTS_MAX }))),
});

export type VectorIn = Static<typeof Vector>;

export const ReportCreate = Type.Object({
  uuid: Type.Optional(OwnId),
  referenceId: Type.Optional(Nullable(ReferenceId)),
  type: Type.Optional(OneOf(REPORT_TYPES)),
  vector: Type.Optional(Nullable(Vector)),
  asOf: Type.Optional(Nullable(DateText)),
  users_permissions_user: Type.Optional(
    Nullable(
      Type.Unsafe<string>({
        type: 'string',
        maxLength: 254,
        description: 'id or username of the owner; heeded only from an administrator',
      }),
    ),
  ),
});

export type ReportCreateIn = Static<typeof ReportCreate>;

/** One item of a batch: the reference alone, or with its own day. */
const BatchItem = Type.Union([
  ReferenceId,
  Type.Object({ referenceId: ReferenceId, asOf: Type.Optional(Nullable(DateText)) }),
]);

export const BatchCreate = Type.Object({
  references: Type.Optional(Type.Array(BatchItem, { minItems: 1 })),
  asOf: Type.Optional(Nullable(DateText)),
  all: Type.Optional(Type.Boolean()),
});

export type BatchCreateIn = Static<typeof BatchCreate>;

const Owner = Type.Object({ id: Type.String(), username: Type.String() });

const Told = Type.Object({
  code: Type.String(),
  family: Type.String(),
  text: Type.String(),
  points: Type.Number({ description: 'on the scale of the score; positive raises it' }),
  value: Nullable(Type.Unsafe<number | string>({ type: ['number', 'string', 'null'] })),
});

const Feature = Type.Object({
  code: Type.String(),
  name: Type.String({ description: "what it is, in the reader's language" }),
  family: Type.String(),
  value: Nullable(Type.Unsafe<number | string>({ type: ['number', 'string', 'null'] })),
  valueText: Nullable(
    Type.String({ description: "the value with its unit, as the reader's language writes it" }),
  ),
  contribution: Type.Number({ description: 'log-odds of good to bad' }),
});

const Interval = Type.Object({
  level: Type.Number(),
  pdLow: Type.Number(),
  pdHigh: Type.Number(),
  scoreLow: Type.Number(),
  scoreHigh: Type.Number(),
});

export const Report = Type.Object({
  id: Type.String(),
  uuid: Type.String({ examples: ['maia-8439cc39b63b'] }),
  referenceId: Nullable(Type.String()),
  type: OneOf(REPORT_TYPES),
  processed: Type.Boolean({ description: 'false: waits for a model, then done without a call' }),
  users_permissions_user: Nullable(Owner),
  asOf: DateText,
  score: Nullable(Type.Number()),
  scoreProbability: Nullable(Type.Number({ description: '100 × (1 − pd), 1 to 99' })),
  scoreConfidence: Nullable(Type.Number({ description: 'how much this history pins it down' })),
  scoreVersion: Nullable(Type.String()),
  scale: Nullable(Type.Object({ min: Type.Number(), max: Type.Number() })),
  pd: Nullable(
    Type.Number({
      description: 'probability of going bad, 0 to 1, unrounded; null for who is bad already',
    }),
  ),
  interval: Nullable(Interval),
  reasons: Type.Array(Told, { description: 'what lowered the score, the worst first' }),
  strengths: Type.Array(Told, { description: 'what raised it, the best first' }),
  features: Type.Array(Feature),
  reference: Nullable(
    Type.Number({ description: 'with all contributions: the log-odds of the score' }),
  ),
  observedThrough: Nullable(DateText),
  notices: Type.Array(Type.Object({ code: Type.String(), text: Type.String() }), {
    description: 'what must be said beside the score',
  }),
  published_at: Instant,
  ...authorship,
});

export type ReportOut = Static<typeof Report>;

export const BatchAnswer = Type.Array(
  Type.Object({
    referenceId: Type.String(),
    report: Type.Optional(Report),
    error: Type.Optional(Type.Object({ code: Type.Integer(), message: Type.String() })),
  }),
);

export type BatchAnswerItem = Static<typeof BatchAnswer>[number];

export const LanguageQuery = Type.Object({ lang: Type.Optional(OneOf(LANGUAGES)) });
