import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

// Small runs of bench/validation, whose full ones show what bench/README.md claims. The bounds are as much wider as chance is here.

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');

async function measured(section: string, ...flags: string[]) {
  const script = join(root, 'bench/validation/run.js');
  const { stdout } = await run(process.execPath, [script, section, ...flags], { cwd: root });
  return JSON.parse(stdout)[section];
}

describe('on demo portfolios', () => {
  it('the exact expected outcomes agree with the probabilities', async () => {
    const { all, few } = await measured(
      'calibration',
      '--trainings=1',
      '--customers=2400',
      '--tested=500',
    );
    for (const { chiSquare, limit99 } of [all, few]) expect(chiSquare).toBeLessThan(limit99 + 15);
  });

  it('the intervals hold the exact expected outcomes, and are not wider than that takes', async () => {
    const held = await measured('interval', '--trainings=3', '--customers=1400', '--tested=400');
    for (const share of [held.coverage, held.thin, held.thick]) {
      expect(share).toBeGreaterThan(0.75);
      expect(share).toBeLessThan(0.995);
    }
    expect(held.winklerToOracle).toBeLessThan(1.5);
  });

  it('the confidence rises with the depth of a history', async () => {
    const { gainsWithStandardErrors, loweredByHalving } = await measured(
      'confidence',
      ...['--customers=1000', '--tested=400'],
    );
    for (const [gain, error] of gainsWithStandardErrors) expect(gain).toBeGreaterThan(3 * error);
    expect(loweredByHalving).toBeGreaterThan(0.93);
  });

  it('the fact that was changed in a good history is the first reason', async () => {
    const { scorecard } = await measured(
      'reasons',
      ...['--portfolios=1', '--customers=1200', '--tested=800', '--algorithm=scorecard'],
    );
    const changes = ['latePayment', 'unpaidInstalment', 'partialPayment', 'longGapWherePausesTell'];
    for (const change of changes) {
      const { all, nothingElse } = scorecard[change];
      expect(all.told, change).toBeGreaterThan(40);
      expect(all.first / all.told, change).toBeGreaterThan(0.85);
      expect(nothingElse.first, change).toBe(nothingElse.told);
    }
    expect(scorecard.latePayment.nothingElse.told).toBeGreaterThan(10);
    expect(scorecard.numbers).toBeGreaterThan(200);
    expect(scorecard.wrongNumbers).toBe(0);
    const { familyTwice, strengthAmongReasons, withoutHistory, toldOfLittleHistory } = scorecard;
    expect([familyTwice, strengthAmongReasons]).toEqual([0, 0]);
    expect(toldOfLittleHistory).toBe(withoutHistory);
  });

  it('paying what is overdue never lowers a score, and refused customers get advice that works', async () => {
    const { scorecard } = await measured(
      'advice',
      ...['--customers=1000', '--tested=500', '--algorithm=scorecard'],
    );
    expect(scorecard.overdue).toBeGreaterThan(10);
    expect(scorecard.loweredByPaying).toBe(0);
    expect(scorecard.advisedAndRaised).toBeGreaterThan(0.8);
  });
});

describe('on noise', () => {
  it('the AUC holds one half, nothing is strong, and too few bads are refused', async () => {
    const { aucHeldOneHalf, strongFeatures, with49Bads, with60Bads } = await measured(
      'noise',
      '--noises=15',
    );
    expect(aucHeldOneHalf).toBeGreaterThan(0.85);
    expect(strongFeatures).toBe(0);
    expect(with49Bads).toBe('refused');
    expect(with60Bads.fewBads).toBe(true);
    expect(with60Bads.binsMax).toBeLessThanOrEqual(5);
  });
});
