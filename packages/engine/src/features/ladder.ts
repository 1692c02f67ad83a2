import { computeFeatures, type FeatureSpace } from './feature-space.js';
import type { History, Instalment, Viewpoint } from './history.js';

/** Numbers of instalments to which long histories are cut. */
const STEPS = [0, 1, 2, 3, 4, 6, 9, 12, 18, 24, 36, 48];

/** One customer as known by ever more of the newest instalments, the shortest history first. */
export type Ladder = readonly { depth: number; row: Float64Array }[];

/** The features of a history that is cut to its newest instalments, at every step that it is long enough for. */
export function historyLadder(space: FeatureSpace, history: History, viewpoint: Viewpoint): Ladder {
  const seenThrough = Math.min(viewpoint.observedThrough, viewpoint.asOf);
  const due = history.instalments.filter(({ dueDate }) => dueDate <= seenThrough);
  due.sort((a, b) => b.dueDate - a.dueDate);
  return STEPS.filter((step) => step <= due.length).map((depth) => ({
    depth,
    row: computeFeatures(space, newestOnly(history, due, depth), viewpoint),
  }));
}

/**
 * The history without all but the newest due instalments. A loan of which the first instalments are cut off counts as opened when
 * the last of them was due, as it would if it were a new one: the opening must not tell how long the history was.
 */
function newestOnly(history: History, newestFirst: readonly Instalment[], count: number): History {
  const dropped = new Set(newestFirst.slice(count));
  const newestDropped = newestFirst[count]?.dueDate ?? Number.NEGATIVE_INFINITY;
  return {
    attributes: history.attributes,
    instalments: history.instalments
      .filter((instalment) => !dropped.has(instalment))
      .map((instalment) => {
        const { openedOn } = instalment;
        if (openedOn === null || openedOn >= newestDropped) return instalment;
        return { ...instalment, openedOn: newestDropped };
      }),
  };
}
