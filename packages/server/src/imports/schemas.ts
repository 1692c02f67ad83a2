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

const SUMMARY_EXAMPLE = {
  code: 200,
  message: 'Imported: 2 created, 0 updated, 1 unchanged.',
  created: 2,
  updated: 0,
  unchanged: 1,
  rejected: 0,
  errors: [],
};

const WRONG_DAY = 'must be a calendar day between 1900 and 2199, written YYYY-MM-DD';

const REFUSAL_EXAMPLE = {
  code: 400,
  message:
    '1 row is wrong, so nothing was stored. Correct what errors names and send the whole file again.',
  created: 0,
  updated: 0,
  unchanged: 0,
  rejected: 1,
  errors: [{ row: 2, field: 'asOf', value: '30/06/2026', message: WRONG_DAY }],
  requestId: '6f1c1f0e-3f0a-4d57-9b0a-2f4c9f7f0c11',
};

export const ImportSummary = Type.Object(
  {
    code: Type.Integer(),
    message: Type.String(),
    created: Type.Integer(),
    updated: Type.Integer(),
    unchanged: Type.Integer(),
    rejected: Type.Integer(),
    errors: Type.Array(RowError, { description: 'the first 100' }),
  },
  { examples: [SUMMARY_EXAMPLE] },
);

/** A refusal: the summary of a file that was not stored, or an error like those of every other call. */
export const ImportRefusal = Type.Object(
  {
    code: Type.Integer(),
    message: Type.String(),
    created: Type.Optional(Type.Integer()),
    updated: Type.Optional(Type.Integer()),
    unchanged: Type.Optional(Type.Integer()),
    rejected: Type.Optional(Type.Integer()),
    errors: Type.Optional(Type.Array(Type.Partial(RowError))),
    requestId: Type.String(),
  },
  { examples: [REFUSAL_EXAMPLE] },
);

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
