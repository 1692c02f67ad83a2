// Computes the payment features of all customers of the Taiwan data set as of 2005-09-30 and writes
// them as float64, row by row, beside a JSON list of their codes.
//
//   node bench/taiwan/features.js DATA OUT [--through YYYY-MM-DD] [--attributes] [--imported-late]
//
// DATA holds the three files of taiwan_to_maia.py. --imported-late records every receipt after the
// as-of day, as an import of old data does; otherwise each is recorded on the day it was received.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AttributeCollector } from '../../packages/engine/dist/features/attribute-kinds.js';
import { dayFromIso, MILLISECONDS_PER_DAY } from '../../packages/engine/dist/features/calendar.js';
import {
  computeFeatures,
  createFeatureSpace,
} from '../../packages/engine/dist/features/feature-space.js';
import { MedianCollector } from '../../packages/engine/dist/features/medians.js';

const AS_OF = dayFromIso('2005-09-30');
const IMPORTED_ON = dayFromIso('2026-01-01');
const ATTRIBUTE_KEYS = ['education', 'creditLimit'];

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    through: { type: 'string', default: '2005-09-30' },
    attributes: { type: 'boolean', default: false },
    'imported-late': { type: 'boolean', default: false },
  },
});
const [dataFolder, outFolder] = positionals;

const histories = readHistories();
const space = makeSpace();
const viewpoint = { asOf: AS_OF, observedThrough: dayFromIso(flags.through) };
const width = space.definitions.length;
const matrix = new Float64Array(histories.length * width);
const unknowable = new Uint32Array(width);
let instalments = 0;
const started = performance.now();
histories.forEach((history, row) => {
  instalments += history.instalments.length;
  matrix.set(computeFeatures(space, history, viewpoint, unknowable), row * width);
});
const seconds = (performance.now() - started) / 1000;

mkdirSync(outFolder, { recursive: true });
writeFileSync(join(outFolder, 'features.f64'), matrix);
writeFileSync(join(outFolder, 'features.json'), JSON.stringify(space.definitions));
console.log(
  `${histories.length} customers, ${instalments} instalments, ${width} features in ` +
    `${seconds.toFixed(2)} s: ${Math.round(instalments / seconds)} instalments/s`,
);
space.definitions.forEach(({ code }, column) => {
  if (unknowable[column] > 0) console.log(`${code}: not known for ${unknowable[column]} customers`);
});

function makeSpace() {
  const medians = new MedianCollector();
  const attributes = new AttributeCollector();
  for (const history of histories) {
    for (const instalment of history.instalments) medians.add(instalment);
    attributes.add(history.attributes);
  }
  return createFeatureSpace({
    rule: { settledBy: 'anyPayment', materiality: { absoluteMinor: 0, relative: 0 } },
    medians: medians.medians(),
    attributes: attributes.specs({ roles: { creditLimit: 'creditLimit' } }),
  });
}

function readHistories() {
  const byReference = new Map();
  for (const row of readCsv('customers.csv')) {
    byReference.set(row.referenceId, { instalments: [], attributes: attributesOf(row) });
  }
  for (const row of readCsv('payments.csv')) {
    byReference.get(row.customer).instalments.push(instalmentOf(row));
  }
  return [...byReference.values()];
}

function attributesOf(row) {
  if (!flags.attributes) return {};
  const attributes = {};
  for (const key of ATTRIBUTE_KEYS) {
    if (row[key] !== '') attributes[key] = key === 'creditLimit' ? Number(row[key]) : row[key];
  }
  return attributes;
}

function instalmentOf(row) {
  const receivedOn = row.date === '' ? null : dayFromIso(row.date);
  const recordedOn = flags['imported-late'] ? IMPORTED_ON : (receivedOn ?? dayFromIso(row.dueDate));
  const recordedAt = recordedOn * MILLISECONDS_PER_DAY;
  return {
    amountDueMinor: Number(row.amountDue) * 100,
    dueDate: dayFromIso(row.dueDate),
    receipts: [{ amountMinor: Number(row.amountPaid) * 100, receivedOn, recordedAt }],
    loan: null,
    openedOn: null,
    restructured: false,
    currency: null,
  };
}

function readCsv(name) {
  const [header, ...lines] = readFileSync(join(dataFolder, name), 'utf8').trimEnd().split('\n');
  const keys = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(keys.map((key, index) => [key, cells[index]]));
  });
}
