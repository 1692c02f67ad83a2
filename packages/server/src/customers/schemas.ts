import Type, { type Static } from 'typebox';
import {
  authorship,
  DateText,
  Instant,
  Nullable,
  OneOf,
  OwnId,
  PLAIN,
  PlainText,
} from '../http/schema.js';
import { type Attributes, AttributesField } from './attributes.js';

export const GENDERS = ['male', 'female'] as const;
export const MARITAL_STATUSES = ['single', 'married', 'separated', 'widowed'] as const;

/** The lender's own key of a customer: printable, without spaces around it. */
export const ReferenceId = Type.String({
  pattern: '^(?! )[^\\p{Cc}\\p{Cs}]{1,128}(?<! )$',
  examples: ['92442'],
});

/** A customer as other records name them: by id or by referenceId. */
export const CustomerName = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: PLAIN,
  description: 'id or referenceId of a customer',
});

/** A customer as other records show them. */
export const CustomerLink = Type.Object({ id: Type.String(), referenceId: Type.String() });

const Address = Nullable(PlainText(200));

const personFields = {
  dateOfBirth: Nullable(DateText),
  addressStreet: Address,
  addressNeighborhood: Address,
  addressCity: Address,
  addressState: Address,
  addressCountry: Address,
  gender: Nullable(OneOf(GENDERS)),
  maritalStatus: Nullable(OneOf(MARITAL_STATUSES)),
};

export const Customer = Type.Object({
  id: Type.String(),
  uuid: Type.String(),
  referenceId: Type.String(),
  ...personFields,
  attributes: Type.Unsafe<Attributes>({
    type: 'object',
    additionalProperties: { type: ['number', 'string', 'boolean'] },
  }),
  published_at: Instant,
  ...authorship,
});

export const CustomerCreate = Type.Object({
  referenceId: ReferenceId,
  uuid: Type.Optional(OwnId),
  ...Type.Partial(Type.Object(personFields)).properties,
  attributes: Type.Optional(AttributesField),
});

export const CustomerUpdate = Type.Partial(CustomerCreate);

export type CustomerOut = Static<typeof Customer>;
export type CustomerCreateIn = Static<typeof CustomerCreate>;
export type CustomerUpdateIn = Static<typeof CustomerUpdate>;
