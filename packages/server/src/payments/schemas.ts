import Type, { type Static } from 'typebox';
import { CustomerLink, CustomerName } from '../customers/schemas.js';
import { authorship, DateText, Instant, Nullable, PlainText } from '../http/schema.js';
import { Amount } from './amount.js';

const Currency = Type.String({ pattern: '^[A-Z]{3}$', examples: ['BRL'] });
const Name = PlainText(128, 1);

export const Receipt = Type.Object({
  amount: Type.Number({ description: 'negative for a reversal or a correction' }),
  receivedOn: Nullable(DateText),
  recordedAt: Instant,
});

export const Payment = Type.Object({
  id: Type.String(),
  customer: Nullable(CustomerLink),
  externalId: Nullable(Type.String()),
  loan: Nullable(Type.String()),
  amountDue: Type.Number(),
  amountPaid: Type.Number(),
  dueDate: DateText,
  date: Nullable(DateText),
  openedOn: Nullable(DateText),
  restructured: Type.Boolean(),
  currency: Nullable(Type.String()),
  receipts: Type.Array(Receipt),
  published_at: Instant,
  ...authorship,
});

const optionalFields = {
  customer: Type.Optional(Nullable(CustomerName)),
  externalId: Type.Optional(Nullable(Name)),
  loan: Type.Optional(Nullable(Name)),
  amountPaid: Type.Optional(Amount),
  date: Type.Optional(Nullable(DateText)),
  openedOn: Type.Optional(Nullable(DateText)),
  restructured: Type.Optional(Type.Boolean()),
  currency: Type.Optional(Nullable(Currency)),
};

export const PaymentCreate = Type.Object({
  amountDue: Amount,
  dueDate: DateText,
  ...optionalFields,
});

export const PaymentUpdate = Type.Partial(PaymentCreate);

export type PaymentOut = Static<typeof Payment>;
export type PaymentCreateIn = Static<typeof PaymentCreate>;
export type PaymentUpdateIn = Static<typeof PaymentUpdate>;
