import { isoFromDay } from '../features/calendar.js';
import type { Day, Instalment, SettlementRule } from '../features/history.js';
import { cohortDays, matureDays } from './cohorts.js';
import { CureCollector, type CureRow } from './cures.js';
import { type BadDefinition, outcomeOf, type Standing, standingOn } from './outcome.js';
import { type Repayment, repaymentOf } from './repayment.js';
import { RollRateCollector, type RollRates } from './roll-rates.js';
import { VintageCollector, type VintageTable } from './vintages.js';

export interface SurveyOptions {
  rule: SettlementRule;
  /** Last day of complete receipts, where every window must have ended. */
  observedThrough: Day;
  definitions: readonly BadDefinition[];
  /** Days to observe customers on; null: monthly, as many as are mature. */
  observationDays: readonly Day[] | null;
  /** Last day past due of each bucket of the roll rates but the last. */
  buckets: readonly number[];
}

/** Customers as seen on one observation day, by what became of them. */
export interface CohortCounts {
  /** YYYY-MM-DD */
  asOf: string;
  good: number;
  /** Of the good, those who came to be late by a third of the days that make bad, or more. They count as good. */
  goodButLate: number;
  bad: number;
  alreadyBad: number;
  notExposed: number;
}

/** What a definition would make of the portfolio. */
export interface SurveyedDefinition extends BadDefinition {
  /** Distinct customers with any good row, with any bad row. */
  goodCustomers: number;
  badCustomers: number;
  /** Customers whom the lender knew on no mature observation day. */
  immatureCustomers: number;
  /** Newest first, those with customers. */
  cohorts: readonly CohortCounts[];
}

/** The share of the days that make bad from which on a good customer is told apart in the report. */
const LATE_SHARE = 1 / 3;

interface Tally {
  definition: BadDefinition;
  days: readonly Day[];
  counts: CohortCounts[];
  goodCustomers: number;
  badCustomers: number;
  immatureCustomers: number;
}

/** Goes once over a portfolio, customer by customer in any order, and counts what every definition would make of it. */
export class PortfolioSurvey {
  readonly #options: SurveyOptions;
  readonly #tallies: Tally[];
  readonly #rollRates: RollRateCollector;
  readonly #cures: CureCollector;
  readonly #vintages: VintageCollector;

  constructor(options: SurveyOptions) {
    const { observedThrough, definitions, buckets } = options;
    this.#options = options;
    this.#tallies = definitions.map((definition) => tallyOf(definition, options));
    const badDays = [...new Set(definitions.map((each) => each.badDays))];
    this.#rollRates = new RollRateCollector(buckets, observedThrough);
    this.#cures = new CureCollector([...badDays, ...buckets], observedThrough);
    this.#vintages = new VintageCollector(badDays, options);
  }

  /** All instalments of one customer. */
  add(instalments: readonly Instalment[]): void {
    const repayment = repaymentOf(instalments, this.#options.rule);
    if (repayment.knownFrom > this.#options.observedThrough) return;
    this.#rollRates.add(repayment);
    this.#cures.add(repayment.delinquency);
    this.#vintages.add(instalments);
    const standings = new Map<Day, Standing | null>();
    for (const tally of this.#tallies) addToTally(tally, repayment, standings);
  }

  /** In the order of the options. */
  definitions(): SurveyedDefinition[] {
    return this.#tallies.map((tally) => ({
      ...tally.definition,
      goodCustomers: tally.goodCustomers,
      badCustomers: tally.badCustomers,
      immatureCustomers: tally.immatureCustomers,
      cohorts: tally.counts.filter(
        ({ good, bad, alreadyBad, notExposed }) => good + bad + alreadyBad + notExposed > 0,
      ),
    }));
  }

  rollRates(): RollRates {
    return this.#rollRates.rates();
  }

  cures(): readonly CureRow[] {
    return this.#cures.rows();
  }

  /** By the days of one of the definitions. */
  vintages(badDays: number): VintageTable {
    return this.#vintages.table(badDays);
  }
}

function tallyOf(definition: BadDefinition, options: SurveyOptions): Tally {
  const { observedThrough, observationDays } = options;
  const { windowMonths } = definition;
  const days =
    observationDays === null
      ? cohortDays(observedThrough, windowMonths)
      : matureDays(observationDays, observedThrough, windowMonths);
  const none = { good: 0, goodButLate: 0, bad: 0, alreadyBad: 0, notExposed: 0 };
  const counts = days.map((day) => ({ asOf: isoFromDay(day), ...none }));
  return { definition, days, counts, goodCustomers: 0, badCustomers: 0, immatureCustomers: 0 };
}

function addToTally(
  tally: Tally,
  repayment: Repayment,
  standings: Map<Day, Standing | null>,
): void {
  const { definition, days, counts } = tally;
  let isSeen = false;
  let isGood = false;
  let isBad = false;
  days.forEach((day, index) => {
    let standing = standings.get(day);
    if (standing === undefined) {
      standing = standingOn(repayment, day);
      standings.set(day, standing);
    }
    if (standing === null) return;
    isSeen = true;
    const { outcome, overdueDaysMax } = outcomeOf(repayment, standing, definition);
    counts[index][outcome] += 1;
    if (outcome === 'good' && overdueDaysMax >= LATE_SHARE * definition.badDays)
      counts[index].goodButLate += 1;
    isGood ||= outcome === 'good';
    isBad ||= outcome === 'bad';
  });
  if (!isSeen) tally.immatureCustomers += 1;
  if (isGood) tally.goodCustomers += 1;
  if (isBad) tally.badCustomers += 1;
}
