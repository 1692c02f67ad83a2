import type { FeatureDefinition } from '../features/feature.js';
import type { Bin, Characteristic, Scale, ScorecardModel } from '../model/model.js';

/** One bin of an exported card. Numbers fall in [from, to), null is open; categories are listed by name. */
export interface CardBin {
  kind: Bin['kind'];
  from: number | null;
  to: number | null;
  special: number | null;
  categories: readonly string[] | null;
  goods: number;
  bads: number;
  woe: number;
  points: number;
}

export interface CardCharacteristic {
  code: string;
  /** Name of the column that the exported SQL reads: the code, shortened where databases would cut it. */
  column: string;
  coefficient: number;
  informationValue: number;
  bins: readonly CardBin[];
  /** Points of a value that no bin holds. */
  otherPoints: number;
}

/** A card as people and other systems read it. The points of all characteristics sum to the score before it is held to the scale. */
export interface ExportedCard {
  scale: Scale;
  characteristics: readonly CardCharacteristic[];
  /** Score of a customer of whom the card knows nothing. */
  unknownScore: number;
}

const CSV_COLUMNS = [
  ...(['code', 'kind', 'from', 'to', 'special', 'categories'] as const),
  ...(['goods', 'bads', 'woe', 'points'] as const),
];

/** The card as a table, one row per bin, for a spreadsheet; the first row names the columns. */
export function cardRows({ characteristics }: ExportedCard): (string | number | null)[][] {
  const rows = characteristics.flatMap(({ code, bins, otherPoints }) => [
    ...bins.map((bin) =>
      CSV_COLUMNS.map((name) => {
        if (name === 'code') return code;
        return name === 'categories' ? (bin.categories?.join(' | ') ?? null) : bin[name];
      }),
    ),
    CSV_COLUMNS.map((name) => {
      if (name === 'code') return code;
      if (name === 'kind') return 'other';
      return name === 'points' ? otherPoints : null;
    }),
  ]);
  return [[...CSV_COLUMNS], ...rows];
}

/** PostgreSQL cuts names after 63 bytes, which are at most as many letters of its own. */
const COLUMN_BYTES_MAX = 63;

export function exportCard(model: ScorecardModel): ExportedCard {
  const { scale, intercept, characteristics, featureSpace } = model;
  const otherPoints = (scale.offset + scale.factor * intercept) / characteristics.length;
  const columns = new Set<string>();
  return {
    scale,
    characteristics: characteristics.map((characteristic) => {
      const { code, coefficient, informationValue } = characteristic;
      const definition = featureSpace.definitions[characteristic.column];
      const column = columnName(code, columns);
      columns.add(column);
      const bins = binsInOrder(characteristic).map((bin) => exportBin(bin, definition));
      return { code, column, coefficient, informationValue, bins, otherPoints };
    }),
    unknownScore: unknownScore(model),
  };
}

/** Special values before ranges, as a value is looked up. */
function binsInOrder({ bins }: Characteristic): readonly Bin[] {
  const isSpecial = ({ kind }: Bin) => kind === 'special';
  return [...bins.filter(isSpecial), ...bins.filter((bin) => !isSpecial(bin))];
}

function exportBin(bin: Bin, { categories = [] }: FeatureDefinition): CardBin {
  const { kind, goods, bads, woe, points } = bin;
  return {
    kind,
    from: kind === 'range' ? bin.from : null,
    to: kind === 'range' ? bin.to : null,
    special: kind === 'special' ? bin.value : null,
    categories: kind === 'categories' ? bin.codes.map((code) => categories[code] ?? '') : null,
    goods,
    bads,
    woe,
    points,
  };
}

function unknownScore({ baseRates, scale }: ScorecardModel): number {
  const pd = baseRates.withoutHistory ?? baseRates.all;
  const score = scale.offset + scale.factor * Math.log((1 - pd) / pd);
  return Math.min(scale.max, Math.max(scale.min, score));
}

function columnName(code: string, taken: ReadonlySet<string>): string {
  let name = code;
  for (let number = 2; utf8Length(name) > COLUMN_BYTES_MAX || taken.has(name); number++) {
    const letters = [...code];
    const ending = `~${number}`;
    while (utf8Length(letters.join('') + ending) > COLUMN_BYTES_MAX) letters.pop();
    name = letters.join('') + ending;
  }
  return name;
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const letter of text) {
    const point = letter.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
