// Fits by the engine on the rows of bench/engine/run.js: node bench/engine/fit.js FOLDER ROWS INPUTS FITS
// Several fits are a bag, made side by side in threads as the server makes them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { binColumn, layOutBins } from '../../packages/engine/dist/boosting/bins.js';
import { fitHere } from '../../packages/engine/dist/boosting/fits.js';
import { tableLogOdds } from '../../packages/engine/dist/boosting/forest.js';
import { openFitThreads } from '../../packages/server/dist/scoring/fit-threads.js';

const [folder, ...counts] = process.argv.slice(2);
const [rows, inputs, fits] = counts.map(Number);
const file = readFileSync(join(folder, 'columns.f32'));
const columns = new Float32Array(file.buffer, file.byteOffset, rows * inputs);
const labels = readFileSync(join(folder, 'labels.u8'));

const settings = {
  ...{ trees: 100, learningRate: 0.1, maximumLeaves: 31, maximumDepth: 64, minimumRows: 20 },
  ...{ minimumHessian: 0, ridge: 0, customerShare: 1, inputShare: 1 },
};
const processor = process.cpuUsage();
const started = performance.now();
const table = binnedTable();
const weights = new Float64Array(rows).fill(1);
const { makeFits, close } = (fits > 1 ? openFitThreads : fitHere)(table);
const requests = Array.from({ length: fits }, (_, fit) => {
  return { weights, settings, seed: `bench ${fit}`, watch: null };
});
const [{ forest }] = await makeFits(requests);
const used = process.cpuUsage(processor);
const wallSeconds = (performance.now() - started) / 1000;
const peakMebibytes = process.resourceUsage().maxRSS / 1024;
close();

const logOdds = tableLogOdds(forest, table);
const loss = logOdds.reduce((sum, value, row) => {
  return sum + Math.log1p(Math.exp(labels[row] === 1 ? value : -value));
}, 0);
const processorSeconds = (used.user + used.system) / 1e6;
console.log(JSON.stringify({ processorSeconds, wallSeconds, peakMebibytes, logLoss: loss / rows }));

function binnedTable() {
  const bins = new Uint8Array(new SharedArrayBuffer(rows * inputs));
  const values = new Float64Array(rows);
  const laidOut = Array.from({ length: inputs }, (_, column) => {
    values.set(columns.subarray(column * rows, (column + 1) * rows));
    const layout = layOutBins(values, { code: `x${column}`, unit: 'value' }, { specials: [] });
    binColumn(layout, values, bins.subarray(column * rows, (column + 1) * rows));
    return { code: `x${column}`, column, direction: 'free', ...layout };
  });
  const goods = Uint8Array.from(labels, (label) => 1 - label);
  return {
    rows,
    inputs: laidOut,
    bins,
    goods,
    customerOf: Int32Array.from({ length: rows }, (_, row) => row),
  };
}
