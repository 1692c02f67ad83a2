import type { Sample } from '../scorecard/sample.js';
import type { TrainingData, TrainingOptions } from '../training/training.js';
import { type BinnedTable, binColumn, layOutBins, MISSING_BIN, type TreeInput } from './bins.js';

/** Few rows need few bins: finer ones cost time and tell noise apart. */
const ROWS_PER_BIN = 20;
const BINS_MIN = 32;

/** The features of a sample that trees may use, cut into bins in the sample's order of rows. */
export function binTable(
  data: TrainingData,
  sample: Sample,
  { specialValues }: Pick<TrainingOptions, 'specialValues'>,
): BinnedTable {
  const { rows, order } = sample;
  const maximum = Math.min(MISSING_BIN, Math.max(BINS_MIN, Math.round(rows / ROWS_PER_BIN)));
  // Shared, so that threads that fit need no copy.
  const bins = new Uint8Array(new SharedArrayBuffer(rows * sample.features.length));
  const inputs = sample.features.map(({ code, column, direction }, index): TreeInput => {
    const values = Float64Array.from(order, (row) => data.columns[column][row]);
    const definition = data.featureSpace.definitions[column];
    const layout = layOutBins(values, definition, { specials: specialValues[code] ?? [], maximum });
    binColumn(layout, values, bins.subarray(index * rows, (index + 1) * rows));
    return { code, column, direction, ...layout };
  });
  const goods = sample.labels.map((label) => 1 - label);
  return { rows, inputs, bins, goods, customerOf: sample.customerOf };
}
