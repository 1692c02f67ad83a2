import type { HiddenModel } from './hidden-model.js';

/** A weight for every hidden pair, at `type * states + state`; the weights need not sum to 1. */
export type Beliefs = Float64Array;

/** Before the first instalment, with the likelihood of what the type alone decides. */
export function beliefsAtStart(
  model: HiddenModel,
  likelihoodOfType: (type: number) => number,
): Beliefs {
  const states = model.behaviours.length;
  return Float64Array.from({ length: model.typeShares.length * states }, (_, pair) => {
    const type = Math.floor(pair / states);
    return model.typeShares[type] * likelihoodOfType(type) * model.starts[type][pair % states];
  });
}

/** The same customers some half months later. */
export function advanceBeliefs(
  model: HiddenModel,
  beliefs: Beliefs,
  span: { from: number; to: number },
): Beliefs {
  let current = beliefs;
  for (let halfMonth = span.from + 1; halfMonth <= span.to; halfMonth++) {
    current = advanceHalfMonth(model, current, Math.floor(halfMonth / 2) % 12);
  }
  return current;
}

function advanceHalfMonth(model: HiddenModel, beliefs: Beliefs, calendarMonth: number): Beliefs {
  const states = model.behaviours.length;
  const next = new Float64Array(beliefs.length);
  for (let pair = 0; pair < beliefs.length; pair++) {
    if (beliefs[pair] === 0) continue;
    const type = Math.floor(pair / states);
    const moves = model.moves[type][calendarMonth][pair % states];
    for (let to = 0; to < states; to++) next[type * states + to] += beliefs[pair] * moves[to];
  }
  return next;
}

/** Each weight times a factor of its state. */
export function weighBeliefs(beliefs: Beliefs, factors: readonly number[]): Beliefs {
  return beliefs.map((weight, pair) => weight * factors[pair % factors.length]);
}

export function totalOf(beliefs: Beliefs): number {
  return beliefs.reduce((sum, weight) => sum + weight, 0);
}
