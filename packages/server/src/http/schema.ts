import Type, { type Static, type TSchema, type TString, type TUnsafe } from 'typebox';

/** A string out of a list; written as `enum`, which clients read more easily than a union of constants. */
export function OneOf<const T extends readonly string[]>(values: T): TUnsafe<T[number]> {
  return Type.Unsafe<T[number]>({ type: 'string', enum: [...values] });
}

/** The same schema, or null. */
export function Nullable<S extends TSchema>(schema: S): TUnsafe<Static<S> | null> {
  const plain = schema as S & { type?: string; enum?: readonly unknown[] };
  if (typeof plain.type !== 'string')
    return Type.Unsafe<Static<S> | null>({ anyOf: [schema, { type: 'null' }] });
  const values = plain.enum ? { enum: [...plain.enum, null] } : {};
  return Type.Unsafe<Static<S> | null>({ ...schema, ...values, type: [plain.type, 'null'] });
}

/** Pattern of a text that the database can keep: without NUL characters and halves of surrogate pairs. */
export const PLAIN = '^[^\\u0000\\p{Cs}]*$';

/** Pattern of a name: besides, without control characters. */
export const NO_CONTROL_CHARACTERS = '^[^\\u0000-\\u001f\\u007f\\p{Cs}]*$';

/** A text that the database can keep. */
export function PlainText(lengthMax: number, lengthMin = 0): TString {
  return Type.String({
    ...(lengthMin > 0 ? { minLength: lengthMin } : {}),
    maxLength: lengthMax,
    pattern: PLAIN,
  });
}

/** A calendar day, YYYY-MM-DD. */
export const DateText = Type.String({ format: 'date' });

/** An instant, ISO 8601 in UTC. */
export const Instant = Type.Unsafe<Date>({ type: 'string', format: 'date-time' });

/** The answer of an action that has no data, and the frame of every error. */
export const Message = Type.Object({ code: Type.Integer(), message: Type.String() });

export const ErrorBody = Type.Object(
  {
    code: Type.Integer({ description: 'the HTTP status' }),
    message: Type.String({ description: 'what went wrong and what to do' }),
    errors: Type.Optional(
      Type.Array(Type.Object({ field: Type.String(), message: Type.String() })),
    ),
    requestId: Type.String(),
  },
  { $id: 'Error' },
);

export const Count = Type.Object({ count: Type.Integer() });

/** Who made and last changed a record, and when. */
export const authorship = {
  created_by: Type.String(),
  updated_by: Type.String(),
  created_at: Instant,
  updated_at: Instant,
};

/** An identifier that a client may bring. */
export const OwnId = Type.String({ pattern: '^[A-Za-z0-9._-]{1,64}$' });
