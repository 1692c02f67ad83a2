import Type, { type Static } from 'typebox';
import { CustomerLink, CustomerName } from '../customers/schemas.js';
import { authorship, DateText, Instant, Nullable } from '../http/schema.js';

export const Outcome = Type.Object({
  id: Type.String(),
  customer: CustomerLink,
  asOf: DateText,
  bad: Type.Boolean(),
  observedUntil: Nullable(DateText),
  published_at: Instant,
  ...authorship,
});

export const OutcomeCreate = Type.Object({
  customer: CustomerName,
  asOf: DateText,
  bad: Type.Boolean(),
  observedUntil: Type.Optional(Nullable(DateText)),
});

export const OutcomeUpdate = Type.Partial(OutcomeCreate);

export type OutcomeOut = Static<typeof Outcome>;
export type OutcomeCreateIn = Static<typeof OutcomeCreate>;
export type OutcomeUpdateIn = Static<typeof OutcomeUpdate>;
