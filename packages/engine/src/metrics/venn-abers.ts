import { forEachTie, type Predictions, rankRows } from './predictions.js';

/** Probability of going bad that isotonic calibration gives to one more customer who turns out good, and to one who turns out bad. */
export interface VennAbers {
  low: number;
  high: number;
}

type Calibrating = Pick<Predictions, 'pd' | 'labels' | 'weights'>;

/**
 * Venn-Abers predictions (Vovk and Petej 2014) for new customers of the given predicted probabilities: one of the two is the isotonic
 * fit with the customer's own outcome, so that it is calibrated whatever the model. They see steps that an affine
 * calibration cannot follow, and lie apart where few customers tell.
 */
export function vennAbers(calibrating: Calibrating, at: readonly number[]): VennAbers[] {
  const groups = groupTies(calibrating);
  return at.map((pd) => ({
    low: isotonicAt(groups, pd, 0),
    high: isotonicAt(groups, pd, 1),
  }));
}

/** Customers of equal prediction, by rising prediction. */
interface Group {
  pd: number;
  weight: number;
  bads: number;
}

function groupTies({ pd, labels, weights }: Calibrating): Group[] {
  const groups: Group[] = [];
  const ranking = rankRows(pd);
  forEachTie(pd, ranking, (start, end) => {
    const group = { pd: pd[ranking[start]], weight: 0, bads: 0 };
    for (const row of ranking.subarray(start, end)) {
      group.weight += weights[row];
      group.bads += weights[row] * labels[row];
    }
    groups.push(group);
  });
  return groups;
}

/** The isotonic fit of the groups and of one more customer, at that customer, by pooling adjacent violators (Ayer et al. 1955). */
function isotonicAt(groups: readonly Group[], pd: number, label: number): number {
  const pooled: Group[] = [];
  const pool = (next: Group) => {
    const joined = { ...next };
    let last = pooled[pooled.length - 1];
    while (last !== undefined && last.bads * joined.weight >= joined.bads * last.weight) {
      joined.weight += last.weight;
      joined.bads += last.bads;
      pooled.pop();
      last = pooled[pooled.length - 1];
    }
    pooled.push(joined);
  };
  const at = groups.findIndex((group) => group.pd >= pd);
  const before = at < 0 ? groups : groups.slice(0, at);
  const tied = groups[at]?.pd === pd ? groups[at] : { pd, weight: 0, bads: 0 };
  for (const group of before) pool(group);
  pool({ pd, weight: tied.weight + 1, bads: tied.bads + label });
  for (const group of groups.slice(before.length + (tied.weight > 0 ? 1 : 0))) pool(group);
  const block = pooled.find((each) => each.pd >= pd);
  if (block === undefined) throw new RangeError(`there is no place for ${pd}`);
  return block.bads / block.weight;
}
