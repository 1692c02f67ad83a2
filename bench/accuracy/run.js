// Compares the engine's boosting and card with a bag of XGBoost fits and a WoE card, on the same features, rows and splits.
//
//   node bench/accuracy/run.js SET --data DATA [--features OUT] [--salt TEXT] [--splits 10]
//     [--models boosting scorecard xgb_bag woe] [--fixed | --repeats N]
//
// SET is taiwan (DATA: the files of taiwan_to_maia.py, OUT: what bench/taiwan/features.js wrote of them), german or
// credit_approval (DATA: the folder with the .csv.gz files). Row r is tested in split k when
// sha256("SALT k r") mod 5 is 0; --fixed is the one split of sha256("r") instead, --repeats N cross-validates N times: split k tests
// fold k mod 5 of repeat k div 5, where row r is in fold sha256("SALT repeat r") mod 5. Every evaluation of a test
// part is appended to bench/accuracy/log.ndjson.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  DEFAULT_TRAINING_OPTIONS,
  scoreRow,
  trainModel,
} from '../../packages/engine/dist/index.js';
import {
  calibrationError,
  calibrationLine,
} from '../../packages/engine/dist/metrics/calibration.js';
import { openFitThreads } from '../../packages/server/dist/scoring/fit-threads.js';
import { readCreditApproval, readGerman, readTaiwan } from './data-sets.js';
import { areaUnderCurve, correctedMean, logLoss, mean } from './measures.js';

const READERS = { taiwan: readTaiwan, german: readGerman, credit_approval: readCreditApproval };
const PEERS = new Set(['xgb_bag', 'woe']);
const here = fileURLToPath(new URL('.', import.meta.url));

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    features: { type: 'string' },
    salt: { type: 'string', default: 'maia' },
    splits: { type: 'string', default: '10' },
    fixed: { type: 'boolean', default: false },
    repeats: { type: 'string' },
    models: {
      type: 'string',
      multiple: true,
      default: ['boosting', 'scorecard', 'xgb_bag', 'woe'],
    },
  },
});
const [set] = positionals;
const table = READERS[set]({ data: flags.data, features: flags.features });
const rows = table.labels.length;
const FOLDS = 5;
const repeated = flags.repeats && FOLDS * Number(flags.repeats);
const splits = flags.fixed ? 1 : (repeated ?? Number(flags.splits));
const results = [];
for (let split = 0; split < splits; split++) {
  const tested = Uint8Array.from({ length: rows }, (_, row) => (isTested(row, split) ? 1 : 0));
  const predictions = { ...(await ours(tested)), ...peers(tested) };
  results.push(judge(split, tested, predictions));
}
if (!flags.fixed) compare();

function isTested(row, split) {
  if (flags.fixed) return remainderOf(String(row)) === 0;
  if (!repeated) return remainderOf(`${flags.salt} ${split} ${row}`) === 0;
  return remainderOf(`${flags.salt} ${Math.floor(split / FOLDS)} ${row}`) === split % FOLDS;
}

function remainderOf(text) {
  const digest = createHash('sha256').update(text).digest('hex');
  return Number(BigInt(`0x${digest}`) % BigInt(FOLDS));
}

/** Trains on the rows that are not tested, as the server does, and scores the others. */
async function ours(tested) {
  const train = Array.from(tested.keys()).filter((row) => tested[row] === 0);
  const test = Array.from(tested.keys()).filter((row) => tested[row] === 1);
  const data = {
    featureSpace: { definitions: table.definitions },
    columns: table.columns.map((column) => Float64Array.from(train, (row) => column[row])),
    labels: Uint8Array.from(train, (row) => table.labels[row]),
    customers: train.map((row) => `row ${row}`),
    asOf: new Int32Array(train.length),
  };
  const predictions = {};
  for (const algorithm of flags.models.filter((name) => !PEERS.has(name))) {
    // Intervals are no part of this comparison: two replicates are the fewest that a model may have.
    const options = { ...DEFAULT_TRAINING_OPTIONS, algorithm, bootstrapReplicates: 2 };
    const openFitters = availableParallelism() > 1 ? openFitThreads : undefined;
    const { model } = await trainModel(data, options, openFitters && { openFitters });
    predictions[algorithm] = Float64Array.from(test, (row) => {
      return scoreRow(
        model,
        Float64Array.from(table.columns, (column) => column[row]),
      ).pd;
    });
  }
  return predictions;
}

/** The peers, on the same matrix and rows. */
function peers(tested) {
  const models = flags.models.filter((name) => PEERS.has(name));
  if (models.length === 0) return {};
  const folder = mkdtempSync(join(tmpdir(), 'maia-accuracy-'));
  try {
    const width = table.columns.length;
    const matrix = new Float64Array(rows * width);
    table.columns.forEach((column, at) => {
      for (let row = 0; row < rows; row++) matrix[row * width + at] = column[row];
    });
    writeFileSync(join(folder, 'matrix.f64'), matrix);
    writeFileSync(join(folder, 'labels.u8'), table.labels);
    writeFileSync(join(folder, 'tested.u8'), tested);
    writeFileSync(join(folder, 'definitions.json'), JSON.stringify(table.definitions));
    const script = join(here, 'peers.py');
    const { status } = spawnSync('/usr/bin/python3', [script, folder, ...models], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new Error('The peers failed; their messages are above.');
    return Object.fromEntries(
      models.map((name) => {
        const bytes = readFileSync(join(folder, `${name}.f64`));
        return [name, new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8)];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function judge(split, tested, predictions) {
  const labels = table.labels.filter((_, row) => tested[row] === 1);
  const measured = Object.fromEntries(
    Object.entries(predictions).map(([name, pd]) => {
      const measures = { auc: areaUnderCurve(labels, pd), logLoss: logLoss(labels, pd) };
      return [name, flags.fixed ? { ...measures, ...calibrationOf(labels, pd) } : measures];
    }),
  );
  const entry = { at: new Date().toISOString(), set, features: table.columns.length };
  const repeats = repeated && { repeats: Number(flags.repeats) };
  const where = flags.fixed ? { split: 'fixed' } : { salt: flags.salt, split, ...repeats };
  appendFileSync(
    join(here, 'log.ndjson'),
    `${JSON.stringify({ ...entry, ...where, testRows: labels.length, measured })}\n`,
  );
  console.log(where, measured);
  return { measured, testToTrain: labels.length / (rows - labels.length) };
}

function calibrationOf(labels, pd) {
  const weights = new Float64Array(labels.length).fill(1);
  const logOdds = pd.map((each) => Math.log((1 - each) / each));
  const predictions = { pd, logOdds, labels, weights, customerOf: Int32Array.from(labels.keys()) };
  const { ece, ecePerfect } = calibrationError(predictions);
  return { ece, ecePerfect, ...calibrationLine(predictions) };
}

function compare() {
  const { testToTrain } = results[0];
  const names = Object.keys(results[0].measured);
  for (const name of names) {
    const meanOf = (measure) => mean(results.map(({ measured }) => measured[name][measure]));
    console.log(name, { auc: meanOf('auc'), logLoss: meanOf('logLoss') });
  }
  for (const ours of names.filter((name) => !PEERS.has(name))) {
    for (const peer of names.filter((name) => PEERS.has(name))) {
      for (const measure of ['auc', 'logLoss']) {
        const differences = results.map(({ measured }) => {
          return measured[ours][measure] - measured[peer][measure];
        });
        console.log(`${ours} − ${peer}, ${measure}:`, correctedMean(differences, testToTrain));
      }
    }
  }
}
