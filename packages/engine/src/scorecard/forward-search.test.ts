import { describe, expect, it } from 'vitest';
import { logistic } from '../logistic/fit.js';
import { createRandom } from '../random.js';
import { searchForward } from './forward-search.js';

const RULES = { maxCharacteristics: 5, maximumCorrelation: 0.9, minimumScoreStatistic: 4 };
const ROWS = 4000;

/** The sum of both causes goes first; with both causes chosen its error counts against it. */
function causesAndTheirSum() {
  const random = createRandom(1);
  const draw = () => Float64Array.from({ length: ROWS }, () => random.normal());
  const [first, second, error, blur] = [draw(), draw(), draw(), draw()];
  const sum = first.map((value, row) => value + second[row]! + 0.4 * error[row]!);
  const events = Uint8Array.from(first, (value, row) => {
    const logOdds = value + second[row]! - 0.5 * error[row]!;
    return random.uniform() < logistic(logOdds) ? 1 : 0;
  });
  const repeat = sum.map((value, row) => value + 0.1 * blur[row]!);
  return { columns: [first, second, sum, repeat], events };
}

describe('the forward search', () => {
  const { columns, events } = causesAndTheirSum();
  const problem = { columns, events, weights: new Float64Array(ROWS).fill(1) };

  it('drops a column whose sign turned, and what repeats it is free again', () => {
    const outcomes = searchForward(problem, RULES);
    expect(outcomes.slice(0, 3).map(({ decision }) => decision)).toEqual([
      'selected',
      'selected',
      'wrongSign',
    ]);
    expect(outcomes[3]).toEqual({ decision: 'notNeeded', repeated: null });
  });

  it('names the chosen column that another repeats', () => {
    const alone = { ...problem, columns: columns.slice(2) };
    const outcomes = searchForward(alone, RULES);
    const chosen = outcomes.findIndex(({ decision }) => decision === 'selected');
    expect(outcomes[1 - chosen]).toEqual({ decision: 'correlated', repeated: chosen });
  });
});
