import Type, { type Static } from 'typebox';
import { Instant, Nullable } from '../http/schema.js';

const Values = (description: string) =>
  Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true, description });

/** One change, by whom, when and from where. */
export const LogEntry = Type.Object({
  id: Type.String(),
  at: Instant,
  actor: Type.String({ description: 'username; "system" for what the server does by itself' }),
  actorId: Nullable(Type.String()),
  apiToken: Nullable(
    Type.String({
      description:
        'id of the API token with which a system acted; the log of `api-tokens` names it',
    }),
  ),
  address: Nullable(Type.String({ description: 'network address of the caller' })),
  requestId: Nullable(Type.String()),
  action: Type.String({ examples: ['update'] }),
  resource: Type.String({ examples: ['customers'] }),
  resourceId: Nullable(Type.String()),
  customer: Nullable(Type.String({ description: 'id of the person whose values changed' })),
  changes: Values('old and new values, without secrets and without anything personal'),
  personal: Nullable(
    Values('old and new personal values; null where there are none or the person was erased'),
  ),
  erased: Type.Boolean({
    description: 'whether personal values were there and can no longer be read by anyone',
  }),
  sequence: Nullable(
    Type.Integer({ description: 'place in the chain; null for a second at most' }),
  ),
});

export type LogEntryOut = Static<typeof LogEntry>;

const Mac = Type.String({ pattern: '^[0-9a-f]{64}$' });

/** The end of the chain: kept elsewhere, it proves later that nothing before it was changed or cut off. */
export const LogHead = Type.Object({
  sequence: Type.Integer({ description: 'rows in the chain' }),
  mac: Type.String({ description: 'seal of the last row, 64 hexadecimal digits; empty at first' }),
  at: Nullable(Instant),
});

export type LogHeadOut = Static<typeof LogHead>;

/** A head that was exported earlier; both or neither. */
export const ExportedHead = Type.Object({
  sequence: Type.Optional(Type.Integer({ minimum: 1 })),
  mac: Type.Optional(Mac),
});

export const LogVerification = Type.Object({
  ok: Type.Boolean(),
  checked: Type.Integer({ description: 'rows that are as they were sealed, from the first' }),
  head: LogHead,
  problem: Nullable(
    Type.Object({
      kind: Type.Unsafe<'missing' | 'changed' | 'truncated' | 'replaced'>({
        type: 'string',
        enum: ['missing', 'changed', 'truncated', 'replaced'],
      }),
      sequence: Type.Integer(),
      id: Nullable(Type.String()),
      message: Type.String(),
    }),
  ),
  unsealed: Type.Object({
    count: Type.Integer({ description: 'committed rows that wait for their seal' }),
    oldestAt: Nullable(Instant),
  }),
});

export type LogVerificationOut = Static<typeof LogVerification>;
