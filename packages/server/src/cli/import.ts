import { createReadStream, statSync } from 'node:fs';
import { ApiError, runningServer } from './api.js';
import { CommandError, readOptions, say, takeWords } from './command.js';

const COLLECTIONS = ['customers', 'payments', 'outcomes'];
const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  jsonl: 'application/x-ndjson',
};
const PROGRESS_STEP_PERCENT = 10;
const ROWS_SHOWN_MAX = 20;

interface Summary {
  message: string;
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  errors: { row: number | null; field: string | null; message: string }[];
}

/** Content type of a file by its name, and whether it is compressed. Throws CommandError. */
function typeOf(path: string): { type: string; isGzip: boolean } {
  const isGzip = path.toLowerCase().endsWith('.gz');
  const plain = isGzip ? path.slice(0, -3) : path;
  const type = TYPES[plain.split('.').at(-1)?.toLowerCase() ?? ''];
  if (type !== undefined) return { type, isGzip };
  throw new CommandError(
    `${path} is not known by its name; it must end in .csv, .ndjson or .jsonl, or one of these and .gz.`,
  );
}

/** Its size in bytes. Throws CommandError when the file cannot be read. */
function sizeOf(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile()) return stats.size;
  throw new CommandError(`There is no file ${path}.`);
}

async function* readTold(path: string, size: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let told = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    yield chunk;
    bytes += chunk.length;
    const percent = Math.floor((100 * bytes) / size);
    if (percent < told + PROGRESS_STEP_PERCENT) continue;
    told = percent;
    say(`  ${percent} % sent`);
  }
}

function tellRows(errors: Summary['errors'] | ApiError['rowErrors']): void {
  for (const { row, field, message } of errors.slice(0, ROWS_SHOWN_MAX))
    say(`  ${row ? `row ${row}: ` : ''}${field ? `${field} ` : ''}${message}`);
  if (errors.length > ROWS_SHOWN_MAX) say('  …');
}

/** `maia import`: a file into the running server; exit code 1 when rows were refused. */
export async function importCommand(args: string[]): Promise<void> {
  const [[collection = '', path = ''], rest] = takeWords(args, [
    'customers, payments or outcomes',
    'FILE',
  ]);
  const options = readOptions(rest, {
    'dry-run': { type: 'boolean' },
    'skip-wrong': { type: 'boolean' },
  });
  if (!COLLECTIONS.includes(collection))
    throw new CommandError(`"${collection}" must be one of ${COLLECTIONS.join(', ')}.`);
  const file = { ...typeOf(path), content: readTold(path, sizeOf(path)) };
  const query = new URLSearchParams({
    ...(options['dry-run'] ? { dryRun: 'true' } : {}),
    ...(options['skip-wrong'] ? { onError: 'skip' } : {}),
  });
  try {
    const summary = await runningServer().call<Summary>(`/${collection}/import?${query}`, { file });
    const { created, updated, unchanged, rejected } = summary;
    tellRows(summary.errors);
    process.stdout.write(
      `${options['dry-run'] ? 'Checked only: ' : ''}${created} created, ${updated} updated, ${unchanged} unchanged, ${rejected} rejected.\n`,
    );
    if (rejected > 0) process.exitCode = 1;
  } catch (error) {
    if (error instanceof ApiError) tellRows(error.rowErrors);
    throw error;
  }
}
