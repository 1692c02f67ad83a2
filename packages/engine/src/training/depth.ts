import type { Ladder } from '../features/ladder.js';
import type { DepthSupport, Model } from '../model/model.js';
import { logOddsOf } from '../model/score.js';

/** Customers below which a step says nothing of its own. */
const MINIMUM_LADDERS = 50;

/**
 * Variance of the log-odds that a history of each depth leaves open: how far the scores of long histories lie from those of the same
 * customers' histories cut short. Calibrated scores move as a martingale while a history grows, so their steps are
 * uncorrelated and the variances of all steps still to come add up; each is measured on every customer who took it.
 * Null where no step was taken by 50 customers.
 */
export function depthSupport(
  model: Model,
  ladders: readonly Ladder[],
  feature: { code: string; column: number },
): DepthSupport | null {
  const steps = new Map<number, { to: number; squares: number[] }>();
  for (const ladder of ladders) {
    const logOdds = ladder.map(({ row }) => logOddsOf(model, row));
    for (let rung = 1; rung < ladder.length; rung++) {
      const { depth } = ladder[rung - 1];
      const step = steps.get(depth) ?? { to: ladder[rung].depth, squares: [] };
      step.squares.push((logOdds[rung] - logOdds[rung - 1]) ** 2);
      steps.set(depth, step);
    }
  }
  const taken = [...steps].filter(([, { squares }]) => squares.length >= MINIMUM_LADDERS);
  if (taken.length === 0) return null;
  taken.sort(([a], [b]) => a - b);
  const depths = [...taken.map(([from]) => from), taken[taken.length - 1][1].to];
  const unresolvedVariance = new Array<number>(depths.length).fill(0);
  for (let at = taken.length - 1; at >= 0; at--) {
    unresolvedVariance[at] = unresolvedVariance[at + 1] + meanOf(taken[at][1].squares);
  }
  return { ...feature, depths, unresolvedVariance };
}

/** Summed in the order of size, so that the order of the customers changes no bit. */
function meanOf(values: number[]): number {
  values.sort((a, b) => a - b);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
