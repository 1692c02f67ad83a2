import { cellCount } from '../binning/cells.js';
import type { CandidateFeature, Sample } from '../scorecard/sample.js';
import { type Finding, findingOf } from './finding.js';

/** With one value in so many rows a feature is nearly constant. */
const NEARLY_ALL = 0.99;

/** Features that have one value, or none at all, in all rows or nearly all. */
export function checkFeatures({ features, rows }: Sample): Finding[] {
  const shares = features.map((feature) => {
    return { code: feature.code, share: rowsOfCommonestCell(feature) / rows };
  });
  const codesOf = (isMeant: (share: number) => boolean) =>
    shares.filter(({ share }) => isMeant(share)).map(({ code }) => code);
  const constant = codesOf((share) => share === 1);
  const nearly = codesOf((share) => share >= NEARLY_ALL && share < 1);
  const all = features.length;
  return [
    ...findingOf('constantFeatures', { count: constant.length, all, examples: constant }),
    ...findingOf('nearlyConstantFeatures', { count: nearly.length, all, examples: nearly }),
  ];
}

/** A cell that holds nearly all rows holds one value, because frequent values have cells of their own. */
function rowsOfCommonestCell({ layout, cells }: CandidateFeature): number {
  const counts = new Uint32Array(cellCount(layout));
  for (const cell of cells) counts[cell] += 1;
  return counts.reduce((most, count) => Math.max(most, count), 0);
}
