/** Area under the curve, ties counted half; `pd` is the probability of label 1. */
export function areaUnderCurve(labels, pd) {
  const order = Array.from(pd.keys()).sort((a, b) => pd[a] - pd[b]);
  let [ranks, bads] = [0, 0];
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && pd[order[end]] === pd[order[start]]) end++;
    for (let at = start; at < end; at++) {
      if (labels[order[at]] !== 1) continue;
      ranks += (start + end + 1) / 2;
      bads += 1;
    }
    start = end;
  }
  return (ranks - (bads * (bads + 1)) / 2) / (bads * (labels.length - bads));
}

export function logLoss(labels, pd) {
  return mean(Array.from(labels, (label, row) => -Math.log(label === 1 ? pd[row] : 1 - pd[row])));
}

export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Mean of the splits' differences and its corrected resampled standard error (Nadeau and Bengio 2003): splits share rows, so the
 * variance is multiplied by 1/k + test/train rather than by 1/k.
 */
export function correctedMean(differences, testToTrain) {
  const k = differences.length;
  const average = mean(differences);
  if (k < 2) return { mean: average, standardError: null };
  const variance = differences.reduce((sum, each) => sum + (each - average) ** 2, 0) / (k - 1);
  return { mean: average, standardError: Math.sqrt((1 / k + testToTrain) * variance) };
}
