import { type SearchRules, searchForward } from './forward-search.js';
import { type CandidateFeature, outcomesOf, rowsInUse, type Sample } from './sample.js';
import { crossFittedColumn, type Screened, screenFeature } from './screening.js';

export type Decision =
  | 'selected'
  | 'constant'
  | 'weak'
  | 'unstable'
  | 'correlated'
  | 'notNeeded'
  | 'wrongSign';

export interface Selection {
  selected: readonly CandidateFeature[];
  /** In the order of the sample's features. */
  outcomes: readonly {
    screened: Screened;
    decision: Decision;
    /** Code of the selected feature that a correlated one repeats. */
    repeats: string | null;
  }[];
}

export interface SelectionRules extends SearchRules {
  /** Cross-validated information value below which a feature is not looked at. */
  minimumInformation: number;
}

/**
 * A statistic of ½ is what a column that tells nothing has on average where only one sign is taken. From there on a column brings more
 * than noise; the penalty and the bound at 0 make one too many cheap.
 */
export const SELECTION_RULES: Omit<SelectionRules, 'maxCharacteristics'> = {
  minimumInformation: 0.005,
  maximumCorrelation: 0.9,
  minimumScoreStatistic: 0.5,
};

/**
 * Forward selection by Rao's score test on cross-fitted WoE columns (a row is encoded by bins that its fold did not shape, so
 * that fine bins and many categories gain nothing from their own noise). Every step refits with coefficients ≥ 0.
 */
export function selectCharacteristics(
  sample: Sample,
  weights: Float64Array,
  rules: SelectionRules,
): Selection {
  const screened = sample.features.map((feature) => screenFeature(sample, feature, weights));
  const decisions = screened.map((entry) => decideAlone(entry, rules));
  const repeats = screened.map((): string | null => null);
  const pool = screened.flatMap((_, index) => (decisions[index] === 'notNeeded' ? [index] : []));
  if (pool.length === 0) {
    const best = strongest(screened);
    if (best !== null) decisions[best] = 'selected';
  } else {
    const rows = rowsInUse(weights);
    const outcome = searchForward(
      {
        columns: pool.map((index) => crossFittedColumn(sample, screened[index], rows)),
        ...outcomesOf(sample, weights, rows),
      },
      rules,
    );
    outcome.forEach(({ decision, repeated }, position) => {
      decisions[pool[position]] = decision;
      repeats[pool[position]] = repeated === null ? null : screened[pool[repeated]].feature.code;
    });
  }
  return {
    selected: sample.features.filter((_, index) => decisions[index] === 'selected'),
    outcomes: screened.map((entry, index) => ({
      screened: entry,
      decision: decisions[index],
      repeats: repeats[index],
    })),
  };
}

function decideAlone(entry: Screened, rules: SelectionRules): Decision {
  if (entry.binned.woeByCell.every((woe) => woe === entry.binned.woeByCell[0])) return 'constant';
  if (entry.binned.informationValue === 0) return 'constant';
  if (entry.crossValidatedInformationValue < rules.minimumInformation) return 'weak';
  return entry.stable ? 'notNeeded' : 'unstable';
}

/** Where nothing passes, the best of the rest: the report then says that the model is worth nothing. */
function strongest(screened: readonly Screened[]): number | null {
  let best: number | null = null;
  screened.forEach((entry, index) => {
    if (entry.binned.informationValue <= 0) return;
    const value = entry.crossValidatedInformationValue;
    if (best === null || value > screened[best].crossValidatedInformationValue) best = index;
  });
  return best;
}
