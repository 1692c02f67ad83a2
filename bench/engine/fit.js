// One fit by the engine on the rows of bench/engine/run.js: node bench/engine/fit.js FOLDER ROWS INPUTS
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { binOf, layOutBins } from '../../packages/engine/dist/boosting/bins.js';
import { fitForest } from '../../packages/engine/dist/boosting/fit-forest.js';
import { tableLogOdds } from '../../packages/engine/dist/boosting/forest.js';

const [folder, ...counts] = process.argv.slice(2);
const [rows, inputs] = counts.map(Number);
const file = readFileSync(join(folder, 'columns.f64'));
const columns = new Float64Array(file.buffer, file.byteOffset, rows * inputs);
const labels = readFileSync(join(folder, 'labels.u8'));

const settings = {
  ...{ trees: 100, learningRate: 0.1, maximumLeaves: 31, maximumDepth: 64, minimumRows: 20 },
  ...{ minimumHessian: 0, ridge: 0, customerShare: 1, inputShare: 1 },
};
const processor = process.cpuUsage();
const started = performance.now();
const table = binnedTable();
const weights = new Float64Array(rows).fill(1);
const { forest } = fitForest(table, { weights, settings, seed: 'bench', watch: null });
const used = process.cpuUsage(processor);
const wallSeconds = (performance.now() - started) / 1000;

const logOdds = tableLogOdds(forest, table);
const loss = logOdds.reduce((sum, value, row) => {
  return sum + Math.log1p(Math.exp(labels[row] === 1 ? value : -value));
}, 0);
console.log(
  JSON.stringify({
    processorSeconds: (used.user + used.system) / 1e6,
    wallSeconds,
    peakMebibytes: process.resourceUsage().maxRSS / 1024,
    logLoss: loss / rows,
  }),
);

function binnedTable() {
  const bins = new Uint8Array(rows * inputs);
  const laidOut = Array.from({ length: inputs }, (_, column) => {
    const values = columns.subarray(column * rows, (column + 1) * rows);
    const layout = layOutBins(values, { code: `x${column}`, unit: 'value' }, { specials: [] });
    for (let row = 0; row < rows; row++) bins[column * rows + row] = binOf(layout, values[row]);
    return { code: `x${column}`, column, direction: 'free', ...layout };
  });
  const goods = Uint8Array.from(labels, (label) => 1 - label);
  return { rows, inputs: laidOut, bins, goods, customerOf: Int32Array.from(goods.keys()) };
}
