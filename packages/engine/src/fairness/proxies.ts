import { chiSquareUpperQuantile } from '../metrics/chi-square.js';
import type { Sample } from '../scorecard/sample.js';
import type { Grouping } from './grouping.js';
import type { SlicedFeature } from './slices.js';

/** A feature of the model that tells the groups of a protected field. */
export interface ProxyFeature {
  /** Code of the feature. */
  feature: string;
  /** Cramér's V of the feature's slices and the groups, its noise subtracted: 0 tells nothing, 1 tells the group. */
  association: number;
  /** What the best of all the model's features stays under in 95 of 100 models of nothing. */
  limitByChance: number;
}

const SHOWN = 5;
const CHANCE_TAIL = 0.05;

/**
 * The features that tell the groups beyond chance, the most telling first, five at most. A feature that left a protected field
 * out can still bring it back. A customer's rows share one weight, so that chance is rather over- than understated.
 */
export function findProxies(
  sample: Sample,
  grouping: Grouping,
  used: readonly SlicedFeature[],
): readonly ProxyFeature[] {
  return used
    .flatMap((feature) => associationOf(sample, grouping, { feature, features: used.length }))
    .filter(({ association, limitByChance }) => association > limitByChance)
    .sort((a, b) => b.association - a.association || (a.feature < b.feature ? -1 : 1))
    .slice(0, SHOWN);
}

function associationOf(
  { weights }: Sample,
  { groups }: Grouping,
  { feature, features }: { feature: SlicedFeature; features: number },
): ProxyFeature[] {
  const { cells, sliceOf, slices } = feature;
  const counts = groups.map(({ rows }) => {
    const ofGroup = new Float64Array(slices);
    for (const row of rows) ofGroup[sliceOf[cells[row]]] += weights[row];
    return ofGroup;
  });
  const table = describeTable(counts);
  if (table.degrees === 0) return [];
  const chance = chiSquareUpperQuantile(CHANCE_TAIL / features, table.degrees);
  return [
    {
      feature: feature.code,
      association: correctedV(table.chiSquare, table),
      limitByChance: correctedV(chance, table),
    },
  ];
}

interface Table {
  chiSquare: number;
  total: number;
  rows: number;
  columns: number;
  degrees: number;
}

/** Pearson's chi-square of a table, without its empty rows and columns. */
function describeTable(counts: readonly Float64Array[]): Table {
  const rowSums = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columnSums = Array.from(counts[0] ?? [], (_, column) =>
    counts.reduce((sum, row) => sum + row[column], 0),
  );
  const total = rowSums.reduce((sum, count) => sum + count, 0);
  let chiSquare = 0;
  rowSums.forEach((rowSum, row) => {
    columnSums.forEach((columnSum, column) => {
      const expected = (rowSum * columnSum) / total;
      if (expected > 0) chiSquare += (counts[row][column] - expected) ** 2 / expected;
    });
  });
  const rows = rowSums.filter((sum) => sum > 0).length;
  const columns = columnSums.filter((sum) => sum > 0).length;
  const degrees = Math.max(0, rows - 1) * Math.max(0, columns - 1);
  return { chiSquare, total, rows, columns, degrees };
}

/** Cramér's V with the bias correction of Bergsma (2013). */
function correctedV(chiSquare: number, { total, rows, columns, degrees }: Table): number {
  const square = Math.max(0, chiSquare / total - degrees / (total - 1));
  const shrunk = (size: number) => size - (size - 1) ** 2 / (total - 1);
  return Math.sqrt(square / (Math.min(shrunk(rows), shrunk(columns)) - 1));
}
