import type { MoneyRole } from '../attributes.js';
import type { Entry } from '../entries.js';
import type { Facts, HalfLife } from '../facts.js';
import { HALF_LIVES } from '../facts.js';
import type { Family, FeatureDefinition, FeatureUnit, RiskDirection } from '../feature.js';
import type { SettlementRule } from '../history.js';
import type { Window, WindowTotals } from '../windows.js';

/** A column that is computed from a history: its definition and its computation, declared once. */
export interface Feature extends FeatureDefinition {
  /** NaN means that it is not known or, where `missingTells` says so, that it never happened. */
  compute(facts: Facts): number;
  /** The window in which it needs the money on open instalments, which a late import cannot tell. */
  partialPaymentsIn?: Window;
  /** It can be told before anything has fallen due. */
  beforeFirstDue?: true;
  /** It exists only under this rule of settlement. */
  settledBy?: SettlementRule['settledBy'];
  /** It exists only where the lender names these attributes. */
  roles?: readonly MoneyRole[];
}

export interface Traits {
  family: Family;
  unit: FeatureUnit;
  direction: RiskDirection;
  actionable: boolean;
}

export function feature(code: string, traits: Traits, compute: (facts: Facts) => number): Feature {
  return { code, ...traits, compute };
}

/** A feature of what may never have happened; NaN then says so. Null in `compute` stands for it. */
export function happened(
  code: string,
  traits: Traits,
  compute: (facts: Facts) => number | null,
): Feature {
  return {
    ...feature(code, traits, (facts) => compute(facts) ?? Number.NaN),
    missingTells: true,
  };
}

/** One feature per window: `lateShare.90d`. NaN where nothing fell due in the window. */
export function windowed(
  stem: string,
  windows: readonly Window[],
  traits: Traits,
  compute: (totals: WindowTotals, facts: Facts) => number,
): Feature[] {
  return windows.map((window) =>
    feature(`${stem}.${window}`, traits, (facts) => {
      const totals = facts.windows[window];
      return totals.count === 0 ? Number.NaN : compute(totals, facts);
    }),
  );
}

/** One feature per half-life: `lateRecent.h3`. */
export function recent(
  stem: string,
  traits: Traits,
  compute: (means: Facts['recent'][HalfLife]) => number,
): Feature[] {
  return HALF_LIVES.map((halfLife) =>
    feature(`${stem}.h${halfLife}`, traits, (facts) => compute(facts.recent[halfLife])),
  );
}

/** One feature for each of the newest instalments, `.1` being the newest; NaN where there are fewer. */
export function newest(
  stem: string,
  count: number,
  traits: Traits,
  measure: (entry: Entry) => number,
): Feature[] {
  return Array.from({ length: count }, (_, index) =>
    feature(`${stem}.${index + 1}`, traits, ({ entries }) =>
      index < entries.length ? measure(entries[index]!) : Number.NaN,
    ),
  );
}
