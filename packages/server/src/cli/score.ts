import { runningServer } from './api.js';
import { CommandError, languageOf, readOptions, takeWords } from './command.js';
import { printedReport, type ShownReport } from './shown-report.js';

/** `maia score`: the report of a stored customer, made by the running server. */
export async function scoreCommand(args: string[]): Promise<void> {
  const [[referenceId = ''], rest] = takeWords(args, ['the REFERENCE of a customer']);
  const options = readOptions(rest, {
    'as-of': { type: 'string' },
    lang: { type: 'string' },
    json: { type: 'boolean' },
  });
  const language = languageOf(options.lang);
  const asOf = options['as-of'];
  const report = await runningServer().call<ShownReport & { processed: boolean }>(
    `/reports?lang=${language}`,
    { body: { type: 'reference', referenceId, ...(asOf === undefined ? {} : { asOf }) } },
  );
  if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else if (report.processed) process.stdout.write(`${printedReport(report, null, language)}\n`);
  else
    throw new CommandError(
      'The report was made and waits for a model: train one and activate it ("maia train --activate").',
    );
}
