import { cellCount } from '../binning/cells.js';
import { type CalibrationPlan, calibrate, outOfFoldLogOdds } from '../calibration/cross-fit.js';
import type { Replicate } from '../model/model.js';
import { createRandom } from '../random.js';
import { type Card, fitCard } from '../scorecard/card.js';
import type { Sample } from '../scorecard/sample.js';

/** Rounding of the stored log-odds, far below the spread that they are stored for. */
const DECIMALS = 1e5;

/**
 * One replicate of a card: customers drawn with replacement, then bins, fit and cross-fitted calibration anew for its characteristics.
 * A customer drawn twice stays in one fold. Given the seed and the number, the same bits.
 */
export function fitReplicate(
  sample: Sample,
  near: Card,
  { plan, seed, replicate }: { plan: CalibrationPlan; seed: number; replicate: number },
): Replicate {
  const weights = drawCustomers(sample, seed, replicate);
  const features = near.characteristics.map(({ feature }) => feature);
  const card = fitCard(sample, features, { weights, near });
  const outOfFold = outOfFoldLogOdds(sample, weights, (fold) =>
    fitCard(sample, features, { weights: fold, near: card }),
  );
  const map = calibrate(sample, { weights, outOfFold }, plan);
  return {
    intercept: round(map.slope * card.intercept + map.intercept),
    characteristics: features.map((feature) => {
      const fitted = card.characteristics.find((each) => each.feature === feature);
      const perWoe = map.slope * (fitted?.coefficient ?? 0);
      const size = cellCount(feature.layout);
      return runsOf(
        Array.from({ length: size }, (_, cell) => {
          return round(perWoe * (fitted?.binned.woeByCell[cell] ?? 0));
        }),
      );
    }),
  };
}

/** Customers drawn with replacement: the weight of each row times the draws of its customer. */
export function drawCustomers(sample: Sample, seed: number, replicate: number): Float64Array {
  const random = createRandom(seed, `bootstrap ${replicate}`);
  const draws = new Uint16Array(sample.customers);
  for (let draw = 0; draw < sample.customers; draw++) draws[random.integer(sample.customers)] += 1;
  return sample.weights.map((weight, row) => weight * draws[sample.customerOf[row]]);
}

function runsOf(byCell: readonly number[]): { starts: number[]; values: number[] } {
  const starts = byCell.flatMap((value, cell) => {
    return cell === 0 || value !== byCell[cell - 1] ? [cell] : [];
  });
  return { starts, values: starts.map((cell) => byCell[cell]) };
}

/** Adding 0 turns −0, which JSON does not keep, into 0. */
function round(value: number): number {
  return Math.round(value * DECIMALS) / DECIMALS + 0;
}
