// A card and the whole `auto` training, bootstrap included, on the Taiwan features, and one score of what it made.
//
//   node bench/engine/auto.js --data DATA --features OUT [--inputs 150] [--scores 5000] [--skip card|auto]
//
// DATA holds the files of taiwan_to_maia.py, OUT what bench/taiwan/features.js wrote of them. The card is fitted on all 30,000 rows and
// the first --inputs features; `auto` on all features, its fits of trees side by side in threads as the server makes them.
// Prints wall and processor seconds, peak memory, and the median and 99th percentile of one score with interval and reasons.
import { parseArgs } from 'node:util';
import {
  DEFAULT_TRAINING_OPTIONS,
  scoreRow,
  trainModel,
} from '../../packages/engine/dist/index.js';
import { openFitThreads } from '../../packages/server/dist/scoring/fit-threads.js';
import { readTaiwan } from '../accuracy/data-sets.js';

const { values: flags } = parseArgs({
  options: {
    data: { type: 'string' },
    features: { type: 'string' },
    inputs: { type: 'string', default: '150' },
    scores: { type: 'string', default: '5000' },
    skip: { type: 'string', multiple: true, default: [] },
  },
});
const WARM_SHARE = 0.2;
const table = readTaiwan({ data: flags.data, features: flags.features });

if (!flags.skip.includes('card')) await train('scorecard', Number(flags.inputs));
if (!flags.skip.includes('auto')) await train('auto', table.definitions.length);

async function train(algorithm, inputs) {
  const columns = table.columns.slice(0, inputs);
  const data = {
    featureSpace: { definitions: table.definitions.slice(0, inputs) },
    columns,
    labels: table.labels,
    customers: Array.from(table.labels.keys(), (row) => `row ${row}`),
    asOf: new Int32Array(table.labels.length),
  };
  const processor = process.cpuUsage();
  const started = performance.now();
  const options = { ...DEFAULT_TRAINING_OPTIONS, algorithm };
  const { model } = await trainModel(data, options, { openFitters: openFitThreads });
  const wallSeconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(processor);
  const processorSeconds = (user + system) / 1e6;
  const peakMebibytes = process.resourceUsage().maxRSS / 1024;
  const size = `${table.labels.length} × ${inputs}`;
  console.log(algorithm, size, { kind: model.kind, wallSeconds, processorSeconds, peakMebibytes });
  score(model, columns);
}

function score(model, columns) {
  const millis = Array.from({ length: Number(flags.scores) }, (_, index) => {
    const row = Float64Array.from(columns, (column) => column[index]);
    const begun = performance.now();
    scoreRow(model, row);
    return performance.now() - begun;
  });
  // Without those that compiled the code.
  const sorted = millis.slice(Math.floor(millis.length * WARM_SHARE)).sort((a, b) => a - b);
  const at = (share) => Number(sorted[Math.floor(sorted.length * share)].toFixed(3));
  console.log('one score', { medianMillis: at(0.5), p99Millis: at(0.99) });
}
