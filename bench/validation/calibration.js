import { dueOf, mean, round, score, standardError, trainOn } from './portfolio.js';

const BANDS = 10;
const THIN_MAX = 3;
const SIZES = [0.5, 1, 2];

/** Share of --customers that leaves about 70 bads. */
const FEW = 0.3;

/**
 * By tenths of the predicted probability: squared distance of the mean exact expected outcome from the mean prediction, against the
 * variance that the outcomes of as many training customers have. A calibrated procedure stays under the 99th percentile.
 * Once with all customers and once with few.
 */
export async function measureCalibration(settings) {
  const few = { ...settings, customers: Math.round(FEW * settings.customers) };
  return { all: await calibrationOf(settings), few: await calibrationOf(few) };
}

async function calibrationOf(settings) {
  let chiSquare = 0;
  const runs = [];
  for (let index = 0; index < settings.trainings; index++) {
    const { model, fresh } = await trainOn({ ...settings, seed: settings.seed + index });
    const rows = fresh.map(({ history, expected }) => ({ expected, pd: score(model, history).pd }));
    rows.sort((a, b) => a.pd - b.pd);
    const bands = Array.from({ length: BANDS }, (_, band) => {
      const part = rows.slice((band * rows.length) / BANDS, ((band + 1) * rows.length) / BANDS);
      const [expected, pd] = [part.map((row) => row.expected), part.map((row) => row.pd)].map(mean);
      const spread = mean(part.map((row) => row.expected * (1 - row.expected)));
      chiSquare += ((expected - pd) ** 2 * settings.customers) / (BANDS * spread);
      return { expected, pd };
    });
    runs.push({ bands, bads: model.training.badCustomers, slope: slopeOf(rows) });
  }
  const degrees = BANDS * settings.trainings;
  const meanOfBand = (band, what) => mean(runs.map(({ bands }) => bands[band][what]));
  return {
    bads: Math.round(mean(runs.map(({ bads }) => bads))),
    chiSquare: round(chiSquare, 1),
    degrees,
    limit99: round(chiSquareLimit99(degrees), 1),
    slope: round(mean(runs.map(({ slope }) => slope))),
    slopeDeviation: round(Math.sqrt(runs.length) * standardError(runs.map(({ slope }) => slope))),
    predictedAndExpectedByTenths: Array.from({ length: BANDS }, (_, band) =>
      ['pd', 'expected'].map((what) => round(meanOfBand(band, what), 4)),
    ),
  };
}

/** Of the exact expected log-odds on the predicted ones, by the logistic regression that the outcomes themselves would have on average; 1 is calibrated. */
function slopeOf(rows) {
  let [intercept, slope] = [0, 1];
  for (let step = 0; step < 50; step++) {
    const sums = { g0: 0, g1: 0, h00: 0, h01: 0, h11: 0 };
    for (const { expected, pd } of rows) {
      const x = Math.log(pd / (1 - pd));
      const fitted = 1 / (1 + Math.exp(-intercept - slope * x));
      const weight = fitted * (1 - fitted);
      sums.g0 += expected - fitted;
      sums.g1 += (expected - fitted) * x;
      sums.h00 += weight;
      sums.h01 += weight * x;
      sums.h11 += weight * x * x;
    }
    const determinant = sums.h00 * sums.h11 - sums.h01 ** 2;
    intercept += (sums.h11 * sums.g0 - sums.h01 * sums.g1) / determinant;
    slope += (sums.h00 * sums.g1 - sums.h01 * sums.g0) / determinant;
  }
  return slope;
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
