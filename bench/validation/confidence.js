import { historyLadder, scoreRow } from '../../packages/engine/dist/index.js';
import { dueOf, mean, round, score, standardError, trainOn, VIEWPOINT } from './portfolio.js';

const DEPTHS = [1, 4, 12, 18];

/** Confidence of the same long histories cut to 1, 4, 12 and 18 instalments, and what halving a history does. */
export async function measureConfidence(settings) {
  const { model, fresh } = await trainOn(settings);
  const long = fresh
    .map(({ history }) => historyLadder(model.featureSpace, history, VIEWPOINT))
    .filter((ladder) => ladder[ladder.length - 1].depth >= DEPTHS[DEPTHS.length - 1]);
  const byDepth = DEPTHS.map((depth) =>
    long.map((ladder) => {
      return scoreRow(model, ladder.find((rung) => rung.depth === depth).row).confidence;
    }),
  );
  const gains = byDepth.slice(1).map((values, at) => {
    const each = values.map((value, customer) => value - byDepth[at][customer]);
    return [round(mean(each), 1), round(standardError(each), 2)];
  });
  const halved = fresh.filter(({ history }) => dueOf(history).length > 1).map(halve(model));
  return {
    meansAt1And4And12And18: byDepth.map((values) => round(mean(values), 1)),
    gainsWithStandardErrors: gains,
    loweredByHalving: round(mean(halved)),
  };
}

function halve(model) {
  return ({ history }) => {
    const due = dueOf(history);
    const dropped = new Set(due.slice(Math.floor(due.length / 2)));
    const instalments = history.instalments.filter((instalment) => !dropped.has(instalment));
    const half = score(model, { ...history, instalments });
    return Number(half.confidence < score(model, history).confidence);
  };
}
