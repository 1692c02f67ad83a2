// The data sets as tables for training: columns in the order of their definitions, labels, one customer a row.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Columns that a score must not use. */
const GERMAN_LEFT_OUT = ['personal_status_sex', 'age', 'foreign_worker', 'credit_risk'];

/** The payment features that bench/taiwan/features.js wrote, and the labels beside the payments. */
export function readTaiwan({ features, data }) {
  const definitions = JSON.parse(readFileSync(join(features, 'features.json'), 'utf8'));
  const bytes = readFileSync(join(features, 'features.f64'));
  const matrix = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
  const rows = matrix.length / definitions.length;
  const columns = definitions.map((_, column) =>
    Float64Array.from({ length: rows }, (_, row) => matrix[row * definitions.length + column]),
  );
  const labels = readCsv(readFileSync(join(data, 'labels.csv'), 'utf8')).map((row) => row.default);
  return { definitions, columns, labels: Uint8Array.from(labels) };
}

export function readGerman({ data }) {
  const rows = readCsv(gunzipSync(readFileSync(join(data, 'german.csv.gz'))).toString());
  const names = Object.keys(rows[0]).filter((name) => !GERMAN_LEFT_OUT.includes(name));
  return {
    ...attributeTable(rows, names),
    labels: labelsOf(rows, (row) => row.credit_risk === '2'),
  };
}

export function readCreditApproval({ data }) {
  const rows = readCsv(gunzipSync(readFileSync(join(data, 'credit_approval.csv.gz'))).toString());
  const names = Object.keys(rows[0]).filter((name) => name !== 'A16');
  return { ...attributeTable(rows, names), labels: labelsOf(rows, (row) => row.A16 === '-') };
}

function labelsOf(rows, isBad) {
  return Uint8Array.from(rows, (row) => (isBad(row) ? 1 : 0));
}

/** Numbers stay numbers; all else is a category. */
function attributeTable(rows, names) {
  const known = (name) => rows.map((row) => row[name]).filter((text) => text !== '?');
  const base = { family: 'attribute', direction: 'free', actionable: false };
  const definitions = names.map((name) => {
    if (known(name).every((text) => Number.isFinite(Number(text)))) {
      return { ...base, code: `attribute:${name}`, unit: 'value' };
    }
    const categories = [...new Set(known(name))].sort();
    return { ...base, code: `attribute:${name}`, unit: 'category', categories };
  });
  const columns = names.map((name, column) => {
    const { categories } = definitions[column];
    return Float64Array.from(rows, ({ [name]: text }) => {
      if (text === '?') return Number.NaN;
      return categories === undefined ? Number(text) : categories.indexOf(text);
    });
  });
  return { definitions, columns };
}

function readCsv(text) {
  const [header, ...lines] = text.trimEnd().split('\n');
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, index) => [name, cells[index]]));
  });
}
