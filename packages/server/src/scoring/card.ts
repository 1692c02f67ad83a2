import { cardRows, cardSql, type ExportedCard, exportCard } from '@maia/engine';
import { stringify } from 'csv-stringify/sync';
import type { LoadedModel } from './loaded-models.js';

export type { ExportedCard };

export const CARD_FORMATS = ['json', 'csv', 'sql'] as const;

/** The card of a model in each format; null for trees, which have none. */
export function cardOf(model: LoadedModel): {
  json: () => ExportedCard;
  csv: () => string;
  sql: () => string;
} | null {
  if (model.kind !== 'scorecard') return null;
  return {
    json: () => exportCard(model),
    // A lender's category may look like a formula.
    csv: () => stringify(cardRows(exportCard(model)), { escape_formulas: true }),
    sql: () => cardSql(model),
  };
}
