import type { InstalmentState } from './as-of.js';
import type { AttributeSpec, MoneyRole } from './attributes.js';
import { type Entry, entriesOf } from './entries.js';
import type { AttributeValue, Day, History, SettlementRule, Viewpoint } from './history.js';
import type { PortfolioMedians } from './medians.js';
import { dueGaps, type RecentMeans, recentMeans } from './sequence.js';
import { timelineOf } from './timeline.js';
import { emptyTotals, WINDOW_DAYS, WINDOWS, type Window, type WindowTotals } from './windows.js';

export const HALF_LIVES = [1, 3] as const;
export type HalfLife = (typeof HALF_LIVES)[number];

/** Everything that the features of one customer are read from. */
export interface Facts {
  observedThrough: Day;
  /** Newest first. Amounts are minor units; portfolio medians where the currencies differ. */
  entries: readonly Entry[];
  windows: Readonly<Record<Window, WindowTotals>>;
  /** Means in which an instalment weighs half of the one that many places newer. */
  recent: Readonly<Record<HalfLife, RecentMeans>>;
  /** Days between neighbouring due dates that differ, newest first. */
  dueGapsDays: readonly number[];
  ahead: readonly InstalmentState[];
  /** Amounts in minor units that the lender's attributes tell; NaN when not told. */
  moneyMinor: Readonly<Record<MoneyRole, number>>;
}

export interface FactSources {
  rule: SettlementRule;
  medians: PortfolioMedians;
  attributes: readonly AttributeSpec[];
}

export function factsOf(history: History, viewpoint: Viewpoint, sources: FactSources): Facts {
  const timeline = timelineOf(history, sources.rule, viewpoint);
  const entries = entriesOf(timeline, sources.medians);
  return {
    observedThrough: timeline.observedThrough,
    entries,
    windows: windowsOf(entries, timeline.observedThrough),
    recent: { 1: recentMeans(entries, 1), 3: recentMeans(entries, 3) },
    dueGapsDays: dueGaps(entries),
    ahead: timeline.ahead,
    moneyMinor: moneyOf(history.attributes, sources.attributes),
  };
}

/** One walk from the newest instalment to the oldest; a window is full when the next one lies before it. */
function windowsOf(entries: readonly Entry[], observedThrough: Day): Record<Window, WindowTotals> {
  const totals = emptyTotals();
  const full: WindowTotals[] = [];
  for (const entry of entries) {
    const age = observedThrough - entry.state.instalment.dueDate;
    while (age >= WINDOW_DAYS[full.length]!) full.push({ ...totals });
    addEntry(totals, entry);
  }
  while (full.length < WINDOWS.length) full.push({ ...totals });
  return {
    '30d': full[0]!,
    '60d': full[1]!,
    '90d': full[2]!,
    '180d': full[3]!,
    '365d': full[4]!,
    all: full[5]!,
  };
}

function addEntry(totals: WindowTotals, entry: Entry): void {
  const { lateDays, due, state } = entry;
  totals.count += 1;
  if (lateDays >= 1) {
    totals.lateCount += 1;
    totals.lateDue += due;
    totals.lateDays += lateDays;
    totals.lateDaysTimesDue += lateDays * due;
    if (lateDays > totals.lateDaysMax) totals.lateDaysMax = lateDays;
    if (entry.open === 0) {
      totals.settledLateDays += lateDays;
      if (lateDays > totals.settledLateDaysMax) totals.settledLateDaysMax = lateDays;
    }
    if (lateDays >= 30) totals.late30Count += 1;
    if (lateDays >= 60) totals.late60Count += 1;
    if (lateDays >= 90) totals.late90Count += 1;
  } else if (entry.earlyDays > 0) {
    totals.earlyCount += 1;
    totals.earlyDays += entry.earlyDays;
  }
  totals.openCount += entry.open;
  totals.notFullCount += entry.notFull;
  if (entry.paidRatio > 1) totals.overpaidCount += 1;
  if (state.instalment.restructured) totals.restructuredCount += 1;
  totals.due += due;
  totals.covered += entry.covered * due;
  totals.coveredWithPartial += partOf(state) * due;
  if (Number.isNaN(state.paidMinor)) totals.unknownPaidCount += 1;
  if (!Number.isNaN(entry.relativeDue)) {
    totals.comparableCount += 1;
    totals.relativeDue += entry.relativeDue;
    totals.relativePaid += entry.relativePaid;
  }
}

/** Share of the amount due that was received, also while the instalment is open. */
function partOf({ paidMinor, instalment }: InstalmentState): number {
  return Math.min(Math.max(paidMinor / instalment.amountDueMinor, 0), 1);
}

const MINOR_PER_MAJOR = 100;

function moneyOf(
  attributes: Readonly<Record<string, AttributeValue>>,
  specs: readonly AttributeSpec[],
): Record<MoneyRole, number> {
  const money = { income: Number.NaN, creditLimit: Number.NaN, instalment: Number.NaN };
  for (const { key, role } of specs) {
    const value = role !== undefined && Object.hasOwn(attributes, key) ? attributes[key] : null;
    if (role !== undefined && typeof value === 'number' && value > 0) {
      money[role] = value * MINOR_PER_MAJOR;
    }
  }
  return money;
}
