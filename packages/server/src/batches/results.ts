import { stringify } from 'csv-stringify/sync';
import type { Context } from '../context.js';
import { ConflictError } from '../errors.js';
import type { Caller } from '../http/caller.js';
import type { BatchAnswerItem } from '../reports/schemas.js';
import { readReportsById } from '../reports/service.js';
import type { Language } from '../scoring/report-texts.js';
import { findItems } from './queries.js';
import { ownBatch } from './service.js';

const AT_ONCE = 500;
const REASONS_SHOWN = 4;

/** A result whose reference is null belonged to a customer who was erased. */
export type BatchResult = Omit<BatchAnswerItem, 'referenceId'> & { referenceId: string | null };

/** The results of a batch that has ended, some at a time. Throws NotFoundError, or ConflictError while it runs. */
export async function batchResults(
  context: Context,
  caller: Caller,
  request: { id: string; language: Language },
): Promise<AsyncGenerator<BatchResult[]>> {
  const batch = await ownBatch(context, caller, request.id);
  if (batch.status === 'queued' || batch.status === 'running')
    throw new ConflictError(
      `The batch is ${batch.status}: ${batch.done} of ${batch.total ?? 'all'} are done. Ask again when GET /reports/batch/${batch.id} says "succeeded".`,
    );
  return pagesOf(context, { id: batch.id, until: batch.done, language: request.language });
}

async function* pagesOf(
  context: Context,
  batch: { id: string; until: number; language: Language },
): AsyncGenerator<BatchResult[]> {
  let after = 0;
  while (after < batch.until) {
    const limit = Math.min(AT_ONCE, batch.until - after);
    const items = await findItems(context.db.kysely, batch.id, { after, limit });
    const ids = items.flatMap(({ reportId }) => reportId ?? []);
    const reports = await readReportsById(context, ids, batch.language);
    yield items.map(({ referenceId, reportId }): BatchResult => {
      const report = reports.get(reportId ?? '');
      if (report !== undefined) return { referenceId: report.referenceId, report };
      const message =
        referenceId === null
          ? 'The customer was erased.'
          : `There is no customer with the referenceId "${referenceId}".`;
      return { referenceId, error: { code: 404, message } };
    });
    after += limit;
  }
}

/** One JSON object a line. */
export async function* ndjsonOf(pages: AsyncIterable<BatchResult[]>): AsyncGenerator<string> {
  for await (const page of pages) yield page.map((item) => `${JSON.stringify(item)}\n`).join('');
}

const COLUMNS: readonly [string, (item: BatchResult) => unknown][] = [
  ['referenceId', ({ referenceId }) => referenceId],
  ['report', ({ report }) => report?.id],
  ['uuid', ({ report }) => report?.uuid],
  ['asOf', ({ report }) => report?.asOf],
  ['processed', ({ report }) => report && String(report.processed)],
  ['score', ({ report }) => report?.score],
  ['scoreProbability', ({ report }) => report?.scoreProbability],
  ['scoreConfidence', ({ report }) => report?.scoreConfidence],
  ['scoreVersion', ({ report }) => report?.scoreVersion],
  ['pd', ({ report }) => report?.pd],
  ['pdLow', ({ report }) => report?.interval?.pdLow],
  ['pdHigh', ({ report }) => report?.interval?.pdHigh],
  ['scoreLow', ({ report }) => report?.interval?.scoreLow],
  ['scoreHigh', ({ report }) => report?.interval?.scoreHigh],
  ...Array.from({ length: REASONS_SHOWN }, (_, index): [string, (item: BatchResult) => unknown] => [
    `reason${index + 1}`,
    ({ report }) => report?.reasons[index]?.text,
  ]),
  ['error', ({ error }) => error?.message],
];

/** RFC 4180 with a header; a cell that a spreadsheet would run as a formula begins with an apostrophe. */
export async function* csvOf(pages: AsyncIterable<BatchResult[]>): AsyncGenerator<string> {
  const options = { escape_formulas: true, record_delimiter: '\r\n' } as const;
  yield stringify([COLUMNS.map(([name]) => name)], options);
  for await (const page of pages)
    yield stringify(
      page.map((item) => COLUMNS.map(([, cell]) => cell(item) ?? '')),
      options,
    );
}
