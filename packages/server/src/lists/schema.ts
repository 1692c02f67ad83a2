import Type, { type TObject, type TSchema } from 'typebox';
import type { ListDefinition, ListField } from './definition.js';
import { LIMIT_DEFAULT, LIMIT_MAX } from './request.js';

function valueSchema(field: ListField): TSchema {
  if (field.values) return Type.Unsafe<string>({ type: 'string', enum: [...field.values] });
  if (field.type === 'number') return Type.Number();
  if (field.type === 'boolean') return Type.Boolean();
  if (field.type === 'date') return Type.String({ format: 'date' });
  if (field.type === 'instant') return Type.String({ format: 'date-time' });
  return Type.String();
}

/** The query string of a list as the OpenAPI description shows it. */
export function listQuery(definition: ListDefinition): TObject {
  const filters = Object.entries(definition.fields).map(
    ([name, field]) => [name, Type.Optional(valueSchema(field))] as const,
  );
  return Type.Object({
    _limit: Type.Optional(
      Type.Integer({
        minimum: 0,
        default: LIMIT_DEFAULT,
        description: `records to answer; more than ${LIMIT_MAX} is cut to it`,
      }),
    ),
    _start: Type.Optional(Type.Integer({ minimum: 0, default: 0, description: 'records to skip' })),
    _sort: Type.Optional(
      Type.String({ description: 'field:ASC,other:DESC', examples: ['created_at:DESC'] }),
    ),
    _q: Type.Optional(
      Type.String({ description: 'free text: records of which a text field contains it' }),
    ),
    _where: Type.Optional(
      Type.Object(
        {},
        {
          additionalProperties: true,
          description:
            'further conditions: _where[field_op]=value, a list _where[0][field_op]=…, or one of several: _where[_or][0][field_op]=…',
        },
      ),
    ),
    ...Object.fromEntries(filters),
  });
}
