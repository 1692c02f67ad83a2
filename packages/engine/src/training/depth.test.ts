import { beforeAll, describe, expect, it } from 'vitest';
import { demoRows, demoTable } from '../demo/table.js';
import { dayFromIso } from '../features/calendar.js';
import { computeFeatures, type FeatureSpace } from '../features/feature-space.js';
import { historyLadder } from '../features/ladder.js';
import type { ScorecardModel } from '../model/model.js';
import { scoreRow } from '../model/score.js';
import { DEFAULT_TRAINING_OPTIONS, trainScorecard } from './train.js';

const asOf = dayFromIso('2026-06-30');
const OPTIONS = { seed: 31, asOf, historyMonthsMax: 24 };
const viewpoint = { asOf, observedThrough: asOf };
const fresh = demoRows(OPTIONS, { from: 5000, to: 5400 });
let model: ScorecardModel<FeatureSpace>;
beforeAll(() => {
  const data = demoTable(demoRows(OPTIONS, { from: 0, to: 1500 }), asOf);
  const options = { ...DEFAULT_TRAINING_OPTIONS, depthFeature: 'instalments.all' };
  model = trainScorecard(data, options).model;
}, 60_000);

function confidence(row: Float64Array): number {
  return scoreRow(model, row).confidence;
}

describe('confidence', () => {
  it('rises with the depth of a history by more than the noise', () => {
    const byDepth = [1, 4, 12, 18].map((depth) =>
      fresh.flatMap(({ history }) => {
        const ladder = historyLadder(model.featureSpace, history, viewpoint);
        if (ladder[ladder.length - 1].depth < 18) return [];
        return ladder.filter((rung) => rung.depth === depth).map(({ row }) => confidence(row));
      }),
    );
    for (let at = 1; at < byDepth.length; at++) {
      const gains = byDepth[at].map((value, customer) => value - byDepth[at - 1][customer]);
      const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
      const squares = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0);
      const standardError = Math.sqrt(squares / (gains.length - 1) / gains.length);
      expect(mean).toBeGreaterThan(5 * standardError);
    }
  });

  it('falls for nearly everyone whose history is halved', () => {
    const changes = fresh.flatMap(({ history }) => {
      const due = history.instalments.filter(({ dueDate }) => dueDate <= asOf);
      if (due.length < 2) return [];
      const oldest = [...due].sort((a, b) => a.dueDate - b.dueDate);
      const dropped = new Set(oldest.slice(0, Math.ceil(due.length / 2)));
      const half = history.instalments.filter((instalment) => !dropped.has(instalment));
      const [whole, less] = [history, { ...history, instalments: half }].map((each) =>
        confidence(computeFeatures(model.featureSpace, each, viewpoint)),
      );
      return [less - whole];
    });
    const lowered = changes.filter((change) => change < 0).length;
    expect(lowered / changes.length).toBeGreaterThan(0.9);
  });

  it('does not jump where one more instalment is known', () => {
    const depth = model.uncertainty.depth;
    expect(depth?.depths.slice(0, 5)).toEqual([0, 1, 2, 3, 4]);
    const variances = depth?.unresolvedVariance ?? [];
    for (let at = 1; at < variances.length; at++) {
      expect(variances[at]).toBeLessThan(variances[at - 1]);
    }
  });
});
