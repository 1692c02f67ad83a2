import { describeFeature } from '../../packages/engine/dist/index.js';
import { createRandom } from '../../packages/engine/dist/random.js';
import { factOf } from './facts.js';
import { AS_OF, dueOf, score, trainOn } from './portfolio.js';

const DUE_MIN = 8;
/** In the demo portfolio nearly everyone is a day or two late now and then. */
const GOOD_LATE_DAYS_MAX = 3;
const MILLISECONDS_PER_DAY = 86_400_000;

/** What lenders count as late. */
const LATE_DAYS = 30;
const SETTLED_DAYS_AGO = LATE_DAYS + 1;

/** What is changed in a good history, and the families in which that fact is told. */
const CHANGES = {
  latePayment: {
    families: ['delinquency'],
    change: (history) => receive(history, { lateDays: LATE_DAYS }),
  },
  unpaidInstalment: {
    families: ['delinquency', 'payment'],
    change: (history) => receive(history, { share: 0 }),
  },
  partialPayment: {
    families: ['delinquency', 'payment'],
    change: (history) => receive(history, { share: 0.5 }),
  },
};
const GAP = { families: ['tenure'], change: (history) => pause(history, { kept: 3, days: 150 }) };

/**
 * Good histories with one thing changed: how often its family is the first reason. Pauses between instalments say nothing in the demo
 * portfolio, so they are tried on one in which they do.
 */
export async function measureReasons(settings) {
  const results = {};
  for (const algorithm of settings.algorithms) {
    const runs = [];
    for (let seed = settings.seed; seed < settings.seed + settings.portfolios; seed++) {
      runs.push(await measureOnce({ ...settings, algorithm, seed }));
    }
    results[algorithm] = addUp(runs);
  }
  return results;
}

async function measureOnce(settings) {
  const { model, fresh } = await trainOn(settings);
  const pausing = await trainOn(settings, withPauses(settings.seed));
  const changes = Object.entries(CHANGES).map(([name, each]) => [
    name,
    countNamed(model, fresh, each),
  ]);
  const all = fresh.map(({ history }) => ({ history, scored: score(model, history) }));
  return {
    ...Object.fromEntries(changes),
    longGapWherePausesTell: countNamed(pausing.model, pausing.fresh, GAP),
    ...countFaults(all),
    ...countNumbers(model, all),
  };
}

/**
 * Whether the family of the change is the first reason, of all to whom a reason is told; apart for those against whom nothing spoke
 * before the change, so that nothing else can rightly come first.
 */
function countNamed(model, fresh, { families, change }) {
  const counts = { good: 0, all: { told: 0, first: 0 }, nothingElse: { told: 0, first: 0 } };
  for (const { history } of fresh) {
    if (!isGood(history)) continue;
    counts.good += 1;
    const { reasons } = score(model, change(history));
    if (reasons.length === 0) continue;
    const groups = [counts.all];
    if (score(model, history).reasons.length === 0) groups.push(counts.nothingElse);
    for (const group of groups) {
      group.told += 1;
      group.first += Number(families.includes(reasons[0].family));
    }
  }
  return counts;
}

function countFaults(all) {
  const count = (isFault) => all.filter(isFault).length;
  const familiesOf = ({ scored }) => scored.reasons.map(({ family }) => family);
  const withoutHistory = all.filter(({ history }) => dueOf(history).length === 0);
  return {
    familyTwice: count((each) => new Set(familiesOf(each)).size < familiesOf(each).length),
    strengthAmongReasons: count(({ scored }) => scored.reasons.some(({ points }) => points >= 0)),
    withoutHistory: withoutHistory.length,
    toldOfLittleHistory: withoutHistory.filter(({ scored: { reasons, strengths } }) => {
      return [...reasons, ...strengths].some(({ family }) => family === 'littleHistory');
    }).length,
  };
}

/** Numbers of reasons and strengths that are not those of the history, or not in their sentence where they are whole. */
function countNumbers({ featureSpace }, all) {
  const counts = { numbers: 0, wrongNumbers: 0 };
  for (const { history, scored } of all) {
    for (const { code, value } of [...scored.reasons, ...scored.strengths]) {
      const fact = value === null ? undefined : factOf(code, history);
      if (fact === undefined) continue;
      const definition = featureSpace.definitions.find((each) => each.code === code);
      const sentence = describeFeature(definition, value, 'en', 'reason');
      const isTold = !Number.isInteger(fact) || fact < 2 || sentence.includes(String(fact));
      counts.numbers += 1;
      counts.wrongNumbers += Number(Math.abs(fact - value) > 1e-9 || !isTold);
    }
  }
  return counts;
}

function addUp(runs) {
  return Object.fromEntries(
    Object.entries(runs[0]).map(([name, first]) => {
      const values = runs.map((run) => run[name]);
      return [name, typeof first === 'number' ? values.reduce((a, b) => a + b) : addUp(values)];
    }),
  );
}

function isGood(history) {
  const due = dueOf(history);
  return (
    due.length >= DUE_MIN &&
    due.every(({ amountDueMinor, dueDate, receipts }) => {
      const [{ amountMinor, receivedOn }] = receipts;
      return amountMinor >= amountDueMinor && receivedOn <= dueDate + GOOD_LATE_DAYS_MAX;
    })
  );
}

/** The history with another receipt for its newest instalment that is old enough for it. */
function receive(history, { lateDays = 0, share = 1 }) {
  const changed = dueOf(history).find(({ dueDate }) => dueDate <= AS_OF - SETTLED_DAYS_AGO);
  const instalments = history.instalments.map((instalment) => {
    if (instalment !== changed) return instalment;
    const amountMinor = Math.round(instalment.amountDueMinor * share);
    const receivedOn = amountMinor === 0 ? null : instalment.dueDate + lateDays;
    const recordedAt = AS_OF * MILLISECONDS_PER_DAY;
    return { ...instalment, receipts: [{ amountMinor, receivedOn, recordedAt }] };
  });
  return { ...history, instalments };
}

/** A third of the longer histories with a pause, after which four in ten of those who would have been good went bad. */
function withPauses(seed) {
  const random = createRandom(seed, 'pauses');
  return (row) => {
    if (dueOf(row.history).length < DUE_MIN || random.uniform() > 1 / 3) return row;
    const where = { kept: 1 + random.integer(5), days: 90 + random.integer(150) };
    const bad = row.bad || random.uniform() < 0.4;
    return { ...row, history: pause(row.history, where), bad };
  };
}

/** The history with everything but its newest instalments longer ago. */
function pause(history, { kept, days }) {
  const moved = new Set(dueOf(history).slice(kept));
  const instalments = history.instalments.map((instalment) => {
    if (!moved.has(instalment)) return instalment;
    const { dueDate, openedOn, receipts } = instalment;
    return {
      ...instalment,
      dueDate: dueDate - days,
      openedOn: openedOn - days,
      receipts: receipts.map((each) => ({
        ...each,
        receivedOn: each.receivedOn === null ? null : each.receivedOn - days,
      })),
    };
  });
  return { ...history, instalments };
}
