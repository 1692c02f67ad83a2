// Calibration, interval, confidence, reasons, advice and noise, measured on demo portfolios whose exact expected outcomes are known.
//
//   node bench/validation/run.js [SECTION …] [--seed 1] [--trainings 20] [--customers 3000] [--tested 1000] [--algorithm scorecard]
//
// SECTION is calibration, interval, confidence, reasons, advice or noise; all without one. Trainings take the seeds from --seed on;
// the interval is tried on portfolios of half, once and twice --customers in turn. Customers that are scored were never trained on.
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
    algorithm: { type: 'string', default: 'scorecard' },
  },
});
const settings = {
  seed: Number(flags.seed),
  trainings: Number(flags.trainings),
  customers: Number(flags.customers),
  tested: Number(flags.tested),
  algorithm: flags.algorithm,
};
for (const name of positionals.length > 0 ? positionals : Object.keys(SECTIONS)) {
  console.log(`\n${name}`);
  console.log(await SECTIONS[name](settings));
}
