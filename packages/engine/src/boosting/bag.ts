import type { BinnedTable } from './bins.js';
import { type FitRequest, LOSS_STEP } from './fit-forest.js';
import type { MakeFits } from './fits.js';
import { type Forest, joinForests } from './forest.js';
import { MEMBERS, type TreeSettings } from './settings.js';

/** What a bag is fitted on. */
export interface BagProblem {
  table: BinnedTable;
  /** Weight of each row, 0 for those that must not be seen. */
  weights: Float64Array;
  /** Fold of each row, the same for all rows of a customer. */
  foldOf: Uint8Array;
  seed: string;
  /** What is chosen from; the first alone where there are many rows. */
  settingsToTry: readonly TreeSettings[];
}

export interface Bag {
  forest: Forest;
  settings: TreeSettings;
}

/** Folds whose customers are held out, one after another, to choose the settings. */
const HOLDOUTS = { few: 3, many: 2 };
/**
 * Above this many rows only the number of trees is searched: on 24,000 rows the settings differ by 0.0001 of log-loss, less than their
 * seeds do.
 */
const ROWS_TO_SEARCH_MAX = 10_000;

/**
 * Chooses settings and number of trees by the log-loss of customers held out inside the given weights, then fits them on all
 * of the weights with several seeds and averages the log-odds.
 */
export async function fitBag(problem: BagProblem, makeFits: MakeFits): Promise<Bag> {
  const settings = await chooseSettings(problem, makeFits);
  const { weights, seed } = problem;
  const requests = Array.from({ length: MEMBERS }, (_, member): FitRequest => {
    return { weights, settings, seed: `${seed} member ${member}`, watch: null };
  });
  const forests = (await makeFits(requests)).map(({ forest }) => forest);
  const base = forests.reduce((sum, forest) => sum + forest.base, 0) / forests.length;
  return { forest: joinForests(forests, { base, share: 1 / forests.length }), settings };
}

async function chooseSettings(problem: BagProblem, makeFits: MakeFits): Promise<TreeSettings> {
  const { weights, foldOf, seed, settingsToTry } = problem;
  const isLarge = rowsIn(weights) > ROWS_TO_SEARCH_MAX;
  const candidates = isLarge ? settingsToTry.slice(0, 1) : settingsToTry;
  const holdouts = foldsIn(weights, foldOf).slice(0, isLarge ? HOLDOUTS.many : HOLDOUTS.few);
  const requests = candidates.flatMap((settings) =>
    holdouts.map((fold): FitRequest => {
      const inside = (isInside: boolean) =>
        weights.map((weight, row) => ((foldOf[row] === fold) === isInside ? weight : 0));
      return {
        weights: inside(false),
        watch: inside(true),
        settings,
        seed: `${seed} fold ${fold}`,
      };
    }),
  );
  const losses = (await makeFits(requests)).map(({ watchedLosses }) => watchedLosses);
  const choices = candidates.map((settings, index) => {
    const start = index * holdouts.length;
    const { trees, loss } = bestLength(losses.slice(start, start + holdouts.length));
    return { settings: { ...settings, trees }, loss };
  });
  return choices.reduce((best, each) => (each.loss < best.loss ? each : best)).settings;
}

/** The number of trees with the least loss over all holdouts, among those that each of them reached. */
function bestLength(losses: readonly (readonly number[])[]): { trees: number; loss: number } {
  const reached = Math.min(...losses.map(({ length }) => length));
  const totals = Array.from({ length: reached }, (_, step) =>
    losses.reduce((sum, each) => sum + each[step], 0),
  );
  const loss = Math.min(...totals);
  return { trees: (totals.indexOf(loss) + 1) * LOSS_STEP, loss };
}

function foldsIn(weights: Float64Array, foldOf: Uint8Array): number[] {
  const folds = new Set<number>();
  weights.forEach((weight, row) => {
    if (weight > 0) folds.add(foldOf[row]);
  });
  return [...folds].sort((a, b) => a - b);
}

function rowsIn(weights: Float64Array): number {
  return weights.reduce((rows, weight) => rows + (weight > 0 ? 1 : 0), 0);
}
