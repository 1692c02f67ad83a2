import {
  type CureRow,
  type Day,
  definitionsToTry,
  derivePaymentTarget,
  isoFromDay,
  type PaymentTarget,
  PortfolioSurvey,
  type RollRates,
  type VintageTable,
} from '@maia/engine';
import type { TrainingRequest } from './training-request.js';

/** What the payments of a portfolio show, whatever the target of the training. */
export interface PortfolioReport {
  /** Last day of complete receipts, YYYY-MM-DD. */
  observedThrough: string;
  /** How the target was derived; null where outcomes were the target. */
  target: PaymentTarget | null;
  rollRates: RollRates;
  cures: readonly CureRow[];
  vintages: VintageTable;
}

/** The usual definition, by which a portfolio is shown where outcomes say who went bad. */
const SHOWN_DEFINITION = { badDays: 90, windowMonths: 12 };

/** A survey that counts what the definitions would give that a training may take. */
export function surveyFor(
  request: TrainingRequest,
  { source, observedThrough }: { source: 'outcomes' | 'payments'; observedThrough: Day },
): PortfolioSurvey {
  const { asked } = request.target;
  const tried = keepsLive(request) ?? definitionsToTry(asked);
  const shown = {
    badDays: asked.badDays ?? SHOWN_DEFINITION.badDays,
    windowMonths: asked.windowMonths ?? SHOWN_DEFINITION.windowMonths,
  };
  return new PortfolioSurvey({
    rule: request.rule,
    observedThrough,
    definitions: source === 'payments' ? tried : [shown],
    observationDays: source === 'payments' ? request.observationDates : null,
    buckets: request.daysPastDueBuckets,
  });
}

/** What a finished survey came to. */
export function portfolioReport(
  survey: PortfolioSurvey,
  request: TrainingRequest,
  { source, observedThrough }: { source: 'outcomes' | 'payments'; observedThrough: Day },
): PortfolioReport {
  const surveyed = survey.definitions();
  const target =
    source === 'payments'
      ? derivePaymentTarget(surveyed, {
          isLive: keepsLive(request) !== null,
          keepsAllDays: request.observationDates !== null,
        })
      : null;
  const [shown] = surveyed;
  return {
    observedThrough: isoFromDay(observedThrough),
    target,
    rollRates: survey.rollRates(),
    cures: survey.cures(),
    vintages: survey.vintages((target ?? shown).badDays),
  };
}

/** The live definition alone, when a retraining keeps it. */
function keepsLive({ target: { asked, live } }: TrainingRequest) {
  return live !== null && asked.badDays === null && asked.windowMonths === null ? [live] : null;
}
