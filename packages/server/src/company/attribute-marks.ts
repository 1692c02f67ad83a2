import Type, { type Static } from 'typebox';
import { InvalidError } from '../errors.js';
import { Nullable, OneOf } from '../http/schema.js';
import { isProtectedAttribute } from '../scoring/protected-attributes.js';

const MONEY_ROLES = ['income', 'creditLimit', 'instalment'] as const;

const markFields = {
  protected: Type.Optional(Type.Boolean({ description: 'audited for fairness, never trained on' })),
  ignored: Type.Optional(Type.Boolean({ description: 'kept and shown, never trained on' })),
  role: Type.Optional(Nullable(OneOf(MONEY_ROLES))),
};

/** How an attribute of the lender's own data takes part. */
const AttributeMark = Type.Object(markFields, { additionalProperties: false });

/** Marks by the name of the attribute, as they are stored. */
export type AttributeMarks = Record<string, Static<typeof AttributeMark>>;

/** Marks to put over those that there are. What the server found out about an attribute may come back and is ignored. */
export const AttributeMarksUpdate = Type.Record(
  Type.String(),
  Nullable(
    Type.Object(
      {
        ...markFields,
        types: Type.Optional(Type.Unknown()),
        byName: Type.Optional(Type.Unknown()),
      },
      { additionalProperties: false },
    ),
  ),
  { description: 'merged key by key; null removes the mark' },
);

/** Every attribute that customers have, and every one that is marked. */
export const ShownAttributes = Type.Record(
  Type.String(),
  Type.Object({
    types: Type.Array(OneOf(['number', 'string', 'boolean']), {
      description: 'types of the values that were ever stored; empty where only the mark is there',
    }),
    protected: Type.Boolean(),
    byName: Type.Boolean({ description: 'protected because its name says what it is' }),
    ignored: Type.Boolean(),
    role: Nullable(OneOf(MONEY_ROLES)),
  }),
);

type AttributeType = 'number' | 'string' | 'boolean';

/** A key of customers' attributes with one type that its values had. */
export interface SeenAttribute {
  key: string;
  type: AttributeType;
}

const ATTRIBUTE_KEY = /^[\p{L}\p{M}\p{N} _-]{1,64}$/u;
const ATTRIBUTES_MAX = 1000;

/** The marks after an update. */
export function mergeMarks(
  current: AttributeMarks,
  update: Static<typeof AttributeMarksUpdate> | null | undefined,
): AttributeMarks {
  if (update === null) return {};
  const merged = new Map(Object.entries(current));
  for (const [key, sent] of Object.entries(update ?? {})) {
    if (sent === null) {
      merged.delete(key);
      continue;
    }
    const { types: _types, byName: _byName, ...mark } = sent;
    merged.set(key, { ...merged.get(key), ...mark });
  }
  return Object.fromEntries(merged);
}

/** Throws InvalidError (400) for a name that no attribute can have, or a mark that would do nothing. */
export function assertMarks(marks: AttributeMarks): void {
  const entries = Object.entries(marks);
  for (const [key, mark] of entries) {
    const field = `settings.attributes.${key.slice(0, 64)}`;
    if (!ATTRIBUTE_KEY.test(key))
      throw InvalidError.field(field, 'must be named with 1 to 64 letters, digits, spaces, _ or -');
    if (mark.protected === false && isProtectedAttribute(key))
      throw InvalidError.field(
        `${field}.protected`,
        'cannot be false: the name says that it is protected, so no training reads it',
      );
  }
  if (entries.length > ATTRIBUTES_MAX)
    throw InvalidError.field('settings.attributes', `may mark ${ATTRIBUTES_MAX} at most`);
}

/** Every attribute that was seen or is marked, with what the lender said of it, by name. */
export function shownAttributes(
  marks: AttributeMarks,
  seen: readonly SeenAttribute[],
): Static<typeof ShownAttributes> {
  const types = new Map<string, AttributeType[]>(Object.keys(marks).map((key) => [key, []]));
  for (const { key, type } of seen) types.set(key, [...(types.get(key) ?? []), type]);
  const keys = [...types.keys()].sort();
  return Object.fromEntries(
    keys.map((key) => {
      const mark = Object.hasOwn(marks, key) ? marks[key] : undefined;
      const byName = isProtectedAttribute(key);
      const shown = {
        types: types.get(key) ?? [],
        protected: byName || mark?.protected === true,
        byName,
        ignored: mark?.ignored === true,
        role: mark?.role ?? null,
      };
      return [key, shown];
    }),
  );
}
