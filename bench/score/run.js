// One score in process, with interval, confidence and reasons: from features, and from a history of 24 instalments.
//
//   node bench/score/run.js MODEL [MODEL …] [--scores 5000]
//
// Processor time tells on a busy machine what the clock cannot; it counts the compiler and the collector of
// garbage, which run beside. MODEL is a file of `models/` in a data directory, such as bench/api/run.js keeps with --folder. Build first.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  computeFeatures,
  dayFromIso,
  decodeModel,
  scoreRow,
} from '../../packages/engine/dist/index.js';
import { scoreHistory } from '../../packages/server/dist/scoring/score.js';

const INSTALMENTS = 24;
const MONTH_DAYS = 30;
const WARM_SHARE = 0.2;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { scores: { type: 'string', default: '5000' } },
});
const asOf = dayFromIso('2026-06-30');
const viewpoint = { asOf, observedThrough: asOf };

/** Everyone pays otherwise late, and some leave out their last instalments. */
function historyOf(person) {
  const instalments = Array.from({ length: INSTALMENTS }, (_, index) => {
    const dueDate = asOf - MONTH_DAYS * (INSTALMENTS - index);
    const receivedOn = dueDate + ((person * (index + 1)) % 23);
    const isPaid = index < INSTALMENTS - (person % 3);
    return {
      amountDueMinor: 10_000 + person,
      dueDate,
      receipts: isPaid ? [{ amountMinor: 10_000 + person, receivedOn, recordedAt: 0 }] : [],
      loan: null,
      openedOn: null,
      restructured: false,
      currency: null,
    };
  });
  return { instalments, attributes: { income: 900 + person } };
}

/** Median and 99th percentile, without those that compiled the code. */
function shown(millis) {
  const sorted = millis.slice(Math.floor(millis.length * WARM_SHARE)).sort((a, b) => a - b);
  const at = (share) => sorted[Math.floor(sorted.length * share)].toFixed(3);
  return `median ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}

function processorMillis() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function measure(name, inputs, score) {
  const wall = [];
  const processor = [];
  for (const input of inputs) {
    const usedBefore = processorMillis();
    const begun = performance.now();
    score(input);
    wall.push(performance.now() - begun);
    processor.push(processorMillis() - usedBefore);
  }
  console.log(`${name}: ${shown(wall)}; of processor ${shown(processor)}`);
}

const histories = Array.from({ length: Number(flags.scores) }, (_, person) => historyOf(person));
for (const file of positionals) {
  const model = decodeModel(readFileSync(file, 'utf8'));
  const rows = histories.map((history) => computeFeatures(model.featureSpace, history, viewpoint));
  const { basis } = scoreRow(model, rows[0]);
  measure(`${basis}, from features`, rows, (row) => scoreRow(model, row));
  measure(`${basis}, from a history`, histories, (history) =>
    scoreHistory(model, history, viewpoint),
  );
}
