import type { Sample } from '../scorecard/sample.js';
import type { ProtectedField } from './protected-field.js';

/** Customers below which a group is not shown: its figures would be chance, and about few people. */
export const GROUP_CUSTOMERS_MIN = 50;
/** More groups than this are not told apart, the smallest first. */
const GROUPS_MAX = 20;

/** Rows of one group, or of all groups that are too small together. */
export interface Group {
  /** Null: several groups that are too small. */
  name: string | null;
  customers: number;
  rows: readonly number[];
}

/** The groups that are large enough to be shown, by name, and how many customers are in none. */
export interface Grouping {
  groups: readonly Group[];
  unknownCustomers: number;
  /** In groups that are too small even together. */
  leftOutCustomers: number;
}

/** Sorts the rows of a training, in their canonical order, into the groups of a field. A customer may grow out of one into another. */
export function groupRows({ order, customerOf }: Sample, field: ProtectedField): Grouping {
  const rowsOf = new Map<number, number[]>();
  order.forEach((dataRow, row) => {
    const group = field.groupOf[dataRow];
    const rows = rowsOf.get(group);
    if (rows === undefined) rowsOf.set(group, [row]);
    else rows.push(row);
  });
  const customersIn = (rows: readonly number[]) => new Set(rows.map((row) => customerOf[row])).size;
  const unknown = rowsOf.get(-1) ?? [];
  rowsOf.delete(-1);
  const known = [...rowsOf].map(([group, rows]) => {
    return { name: field.groups[group], customers: customersIn(rows), rows };
  });
  known.sort((a, b) => b.customers - a.customers || (a.name < b.name ? -1 : 1));
  const isShown = ({ customers }: Group, rank: number) =>
    customers >= GROUP_CUSTOMERS_MIN && rank < GROUPS_MAX;
  const shown: Group[] = known.filter(isShown).sort((a, b) => (a.name < b.name ? -1 : 1));
  const small = known
    .filter((group, rank) => !isShown(group, rank))
    .flatMap(({ rows }) => rows)
    .sort((a, b) => a - b);
  const together = { name: null, customers: customersIn(small), rows: small };
  const isTogetherShown = together.customers >= GROUP_CUSTOMERS_MIN;
  return {
    groups: isTogetherShown ? [...shown, together] : shown,
    unknownCustomers: customersIn(unknown),
    leftOutCustomers: isTogetherShown ? 0 : together.customers,
  };
}
