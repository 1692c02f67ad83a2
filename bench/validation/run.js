// Calibration, interval, confidence, reasons, advice and noise, measured on demo portfolios whose exact expected outcomes are known.
//
//   node bench/validation/run.js [SECTION …] [--seed 1] [--trainings 20] [--customers 3000] [--tested 1000]
//     [--portfolios 3] [--noises 100] [--algorithm scorecard|boosting]
//
// SECTION is calibration, interval, confidence, reasons, advice or noise; all without one. Trainings take the seeds from --seed on;
// the interval is tried on portfolios of half, once and twice --customers in turn, reasons on --portfolios of them, noise on
// --noises sets. Customers that are scored were never trained on. Reasons and advice are measured for both algorithms unless one is
// named, the rest for the card. Prints one JSON object a section.
import { parseArgs } from 'node:util';
import { measureAdvice } from './advice.js';
import { measureCalibration, measureInterval } from './calibration.js';
import { measureConfidence } from './confidence.js';
import { measureNoise } from './noise.js';
import { measureReasons } from './reasons.js';

const SECTIONS = {
  calibration: measureCalibration,
  interval: measureInterval,
  confidence: measureConfidence,
  reasons: measureReasons,
  advice: measureAdvice,
  noise: measureNoise,
};

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    trainings: { type: 'string', default: '20' },
    customers: { type: 'string', default: '3000' },
    tested: { type: 'string', default: '1000' },
    portfolios: { type: 'string', default: '3' },
    noises: { type: 'string', default: '100' },
    algorithm: { type: 'string' },
  },
});
const settings = {
  seed: Number(flags.seed),
  trainings: Number(flags.trainings),
  customers: Number(flags.customers),
  tested: Number(flags.tested),
  portfolios: Number(flags.portfolios),
  noises: Number(flags.noises),
  algorithm: flags.algorithm ?? 'scorecard',
  algorithms: flags.algorithm ? [flags.algorithm] : ['scorecard', 'boosting'],
};
for (const name of positionals.length > 0 ? positionals : Object.keys(SECTIONS)) {
  console.log(JSON.stringify({ [name]: await SECTIONS[name](settings) }, null, 1));
}
