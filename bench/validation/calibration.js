import { dueOf, mean, round, score, trainOn } from './portfolio.js';

const BANDS = 10;
const THIN_MAX = 3;
const SIZES = [0.5, 1, 2];

/**
 * By tenths of the predicted probability: squared distance of the mean exact expected outcome from the mean prediction, against the
 * variance that the outcomes of as many training customers have. A calibrated procedure stays under the 99th percentile.
 */
export async function measureCalibration(settings) {
  let chiSquare = 0;
  const ratios = [];
  for (let index = 0; index < settings.trainings; index++) {
    const { model, fresh } = await trainOn({ ...settings, seed: settings.seed + index });
    const rows = fresh.map(({ history, expected }) => ({ expected, pd: score(model, history).pd }));
    rows.sort((a, b) => a.pd - b.pd);
    for (let band = 0; band < BANDS; band++) {
      const part = rows.slice((band * rows.length) / BANDS, ((band + 1) * rows.length) / BANDS);
      const surplus = mean(part.map(({ expected, pd }) => expected - pd));
      const spread = mean(part.map(({ expected }) => expected * (1 - expected)));
      chiSquare += (surplus ** 2 * settings.customers) / (BANDS * spread);
    }
    ratios.push(mean(rows.map(({ pd }) => pd)) / mean(rows.map(({ expected }) => expected)));
  }
  const degrees = BANDS * settings.trainings;
  return {
    chiSquare: round(chiSquare, 1),
    degrees,
    limit99: round(chiSquareLimit99(degrees), 1),
    meanPredictedToExpected: round(mean(ratios)),
  };
}

/** Wilson and Hilferty's approximation. */
function chiSquareLimit99(degrees) {
  const part = 2 / (9 * degrees);
  return degrees * (1 - part + 2.326 * Math.sqrt(part)) ** 3;
}

/** Whether the interval of new customers holds their exact expected outcome, and how tight it is for what it holds. */
export async function measureInterval(settings) {
  const runs = [];
  for (let index = 0; index < settings.trainings; index++) {
    const customers = Math.round(settings.customers * SIZES[index % SIZES.length]);
    const { model, fresh } = await trainOn({ ...settings, customers, seed: settings.seed + index });
    const judged = fresh.map(({ history, expected }) => {
      const { logOdds, interval } = score(model, history);
      const half = Math.log((1 - interval.pdLow) / interval.pdLow) - logOdds;
      const error = Math.log((1 - expected) / expected) - logOdds;
      return { half, error: Math.abs(error), isThin: dueOf(history).length <= THIN_MAX };
    });
    runs.push({ customers, judged });
  }
  const judged = runs.flatMap((run) => run.judged);
  const coverage = coverageOf(judged);
  return {
    coverage: round(coverage),
    thin: round(coverageOf(judged.filter(({ isThin }) => isThin))),
    thick: round(coverageOf(judged.filter(({ isThin }) => !isThin))),
    bySize: SIZES.map((size) => Math.round(size * settings.customers)).map((customers) => [
      customers,
      round(
        coverageOf(runs.filter((run) => run.customers === customers).flatMap((run) => run.judged)),
      ),
    ]),
    winklerToOracle: round(winkler(judged, coverage) / oracleWinkler(runs, coverage)),
  };
}

function coverageOf(judged) {
  return mean(judged.map(({ half, error }) => Number(error <= half)));
}

/** Width, and for what lies outside its distance times 2 over the share that lies outside (Winkler 1972). */
function winkler(judged, coverage) {
  return mean(
    judged.map(({ half, error }) => 2 * half + (2 / (1 - coverage)) * Math.max(0, error - half)),
  );
}

/** The oracle knows how large errors are in each training, thin and thick apart, and has the same coverage. */
function oracleWinkler(runs, coverage) {
  const scaled = runs.flatMap(({ judged }) =>
    [true, false].flatMap((isThin) => {
      const group = judged.filter((each) => each.isThin === isThin);
      const size = Math.sqrt(mean(group.map(({ error }) => error ** 2)));
      return group.map(({ error }) => ({ error, size }));
    }),
  );
  const ratios = scaled.map(({ error, size }) => error / size).sort((a, b) => a - b);
  const factor = ratios[Math.min(ratios.length - 1, Math.floor(coverage * ratios.length))];
  return winkler(
    scaled.map(({ error, size }) => ({ error, half: factor * size })),
    coverage,
  );
}
