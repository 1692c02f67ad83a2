import { dueOf, mean, score, trainOn, VIEWPOINT } from '../../bench/validation/portfolio.js';
import { createFeatureSpace, historyLadder, scoreRow } from '../../packages/engine/dist/index.js';

/** Small enough to be made anew by every check. */
const PORTFOLIO = { seed: 1, customers: 3000, tested: 4000, algorithm: 'scorecard' };

/** Instalments from which on a history belongs to the next group. */
const DEPTH_GROUPS = [0, 4, 12, 24];
/** Histories of at least so many instalments are cut short to show what each further one tells. */
const LONG = 18;
/** The example has a history that is long enough to say something. */
const EXAMPLE_INSTALMENTS_MIN = 12;

const TENTHS = 10;

/** Everything that the figures and tables of the methodology show, from one training on the demo portfolio. */
export async function measure() {
  const { model, report, fresh } = await trainOn(PORTFOLIO);
  const scored = fresh.map(({ history, expected }) => ({
    history,
    expected,
    instalments: dueOf(history).length,
    ...score(model, history),
  }));
  const { seed } = PORTFOLIO;
  return {
    ...{ model, report, seed },
    fresh: { customers: scored.length, tenths: tenthsOf(scored) },
    intervals: intervalsOf(scored),
    confidence: confidenceOf(model, fresh),
    example: exampleOf(model, report, scored),
    features: featuresOf(model.featureSpace.rule),
  };
}

function tenthsOf(scored) {
  const ranked = scored.toSorted((a, b) => a.pd - b.pd);
  return Array.from({ length: TENTHS }, (_, tenth) => {
    const part = ranked.slice(
      Math.floor((tenth * ranked.length) / TENTHS),
      Math.floor(((tenth + 1) * ranked.length) / TENTHS),
    );
    return { pd: mean(part.map(({ pd }) => pd)), expected: mean(part.map((row) => row.expected)) };
  });
}

/** Whether the interval of each unseen customer holds the exact expected outcome, by length of history. */
function intervalsOf(scored) {
  const held = scored.map(({ interval, expected, ...rest }) => {
    const isHeld = interval.pdLow <= expected && expected <= interval.pdHigh;
    return { ...rest, interval, expected, isHeld };
  });
  const groups = DEPTH_GROUPS.map((from, index) => {
    const below = DEPTH_GROUPS[index + 1] ?? Number.POSITIVE_INFINITY;
    const rows = held.filter(({ instalments }) => instalments >= from && instalments < below);
    return { from, to: below - 1, ...coverageOf(rows) };
  });
  return { ranked: held.toSorted((a, b) => a.pd - b.pd), all: coverageOf(held), groups };
}

function coverageOf(rows) {
  return {
    customers: rows.length,
    held: mean(rows.map(({ isHeld }) => Number(isHeld))),
    widthInPoints: mean(rows.map(({ interval }) => interval.scoreHigh - interval.scoreLow)),
  };
}

/** Confidence of the same long histories, cut to their newest instalments. */
function confidenceOf(model, fresh) {
  const ladders = fresh
    .filter(({ history }) => dueOf(history).length >= LONG)
    .map(({ history }) => historyLadder(model.featureSpace, history, VIEWPOINT));
  const depths = ladders[0].map(({ depth }) => depth).filter((depth) => depth <= LONG);
  const steps = depths.map((depth) => {
    const values = ladders
      .map((ladder) => ladder.find((rung) => rung.depth === depth))
      .map(({ row }) => scoreRow(model, row).confidence)
      .sort((a, b) => a - b);
    const at = (share) => values[Math.round(share * (values.length - 1))];
    return { depth, mean: mean(values), low: at(0.1), high: at(0.9) };
  });
  return { customers: ladders.length, long: LONG, steps };
}

/** The first unseen customer with a long history, more than the usual risk, and no value that is new to the card. */
function exampleOf(model, { badRate }, scored) {
  const candidates = scored.filter(({ instalments, pd }) => {
    return instalments >= EXAMPLE_INSTALMENTS_MIN && pd > badRate && pd < 2 * badRate;
  });
  const read = candidates.map((one) => ({ ...one, lines: linesOf(model, one) }));
  return read.find(({ lines }) => lines.every(({ bin }) => bin !== undefined));
}

function linesOf({ characteristics }, { contributions }) {
  return contributions.map(({ code, value }, index) => {
    return { code, value, bin: characteristics[index].bins.find((bin) => holds(bin, value)) };
  });
}

/** Written out, so that the example shows that the printed card alone gives the score. */
function holds(bin, value) {
  if (value === null) return bin.kind === 'missing';
  if (bin.kind === 'categories') return bin.codes.includes(value);
  if (bin.kind !== 'range') return bin.kind === 'special' && bin.value === value;
  return (bin.from === null || value >= bin.from) && (bin.to === null || value < bin.to);
}

/** The features that payments give where the lender names an attribute of every money role. */
function featuresOf(rule) {
  const roles = ['income', 'creditLimit', 'instalment'];
  const attributes = roles.map((role) => ({ key: role, kind: 'number', role }));
  const { definitions } = createFeatureSpace({ rule, medians: {}, attributes });
  return definitions.filter(({ family }) => family !== 'attribute');
}
