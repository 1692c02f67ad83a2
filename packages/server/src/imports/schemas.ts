import Type, { type Static } from 'typebox';
import { Nullable } from '../http/schema.js';

const RowError = Type.Object({
  row: Nullable(
    Type.Integer({ description: 'data row, from 1; null for the header and the file' }),
  ),
  field: Nullable(Type.String()),
  value: Nullable(Type.String({ description: 'the cell, cut to 100 characters' })),
  message: Type.String(),
});

export const ImportSummary = Type.Object({
  code: Type.Integer(),
  message: Type.String(),
  created: Type.Integer(),
  updated: Type.Integer(),
  unchanged: Type.Integer(),
  rejected: Type.Integer(),
  errors: Type.Array(RowError, { description: 'the first 100' }),
});

/** A refusal: the summary of a file that was not stored, or an error like those of every other call. */
export const ImportRefusal = Type.Object({
  code: Type.Integer(),
  message: Type.String(),
  created: Type.Optional(Type.Integer()),
  updated: Type.Optional(Type.Integer()),
  unchanged: Type.Optional(Type.Integer()),
  rejected: Type.Optional(Type.Integer()),
  errors: Type.Optional(Type.Array(Type.Partial(RowError))),
  requestId: Type.String(),
});

export const ImportQuery = Type.Object({
  dryRun: Type.Optional(Type.Boolean({ description: 'true: check only, store nothing' })),
  onError: Type.Optional(
    Type.Unsafe<string>({
      type: 'string',
      enum: ['stop', 'skip'],
      default: 'stop',
      description: 'skip: store the good rows, tell the wrong ones',
    }),
  ),
});

export const ImportBody = Type.String({
  description:
    'CSV (RFC 4180) in UTF-8, separated by commas, whose first line names the fields; or NDJSON, an object on each line; either may be gzip, and one file of a multipart form',
});

export type RowErrorOut = Static<typeof RowError>;
export type ImportSummaryOut = Static<typeof ImportSummary>;
