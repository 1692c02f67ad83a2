import { AS_OF, dueOf, round, score, trainOn } from './portfolio.js';

const DUE_MIN = 8;
/** In the demo portfolio nearly everyone is a day or two late now and then. */
const GOOD_LATE_DAYS_MAX = 3;
const MILLISECONDS_PER_DAY = 86_400_000;

/** What is changed in a good history, and the families in which that fact is told. */
const CHANGES = {
  latePayment: {
    families: ['delinquency'],
    change: (history) => receive(history, 0, { lateDays: 24 }),
  },
  unpaidInstalment: {
    families: ['delinquency', 'payment'],
    change: (history) => receive(history, 0, { share: 0 }),
  },
  partialPayment: {
    families: ['payment', 'delinquency'],
    change: (history) => receive(history, 0, { share: 0.5 }),
  },
  longGap: { families: ['tenure'], change: (history) => moveBack(history, 150) },
};

/** Good histories with one thing changed: whether its family is the first reason, where it lowered the score at all. */
export async function measureReasons(settings) {
  const { model, fresh } = await trainOn(settings);
  const good = fresh.filter(({ history }) => isGood(history));
  const results = { goodHistories: good.length };
  for (const [name, { families, change }] of Object.entries(CHANGES)) {
    const changed = good.map(({ history }) => score(model, change(history)));
    const told = changed.filter(({ reasons }) => reasons.length > 0);
    const first = told.filter(({ reasons }) => families.includes(reasons[0].family));
    results[name] = { withReasons: told.length, namedFirst: round(first.length / told.length) };
  }
  const all = fresh.map(({ history }) => ({ history, scored: score(model, history) }));
  results.familyTwice = all.filter(({ scored: { reasons } }) => {
    return new Set(reasons.map(({ family }) => family)).size < reasons.length;
  }).length;
  results.strengthAmongReasons = all.filter(({ scored: { reasons } }) => {
    return reasons.some(({ points }) => points >= 0);
  }).length;
  const thin = all.filter(({ history }) => dueOf(history).length === 0);
  results.withoutHistory = thin.length;
  results.toldOfLittleHistory = thin.filter(({ scored: { reasons, strengths } }) => {
    return [...reasons, ...strengths].some(({ family }) => family === 'littleHistory');
  }).length;
  return results;
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

/** The history with another receipt for one of its newest instalments that are 25 days old or older. */
function receive(history, index, { lateDays = 0, share = 1 }) {
  const changed = dueOf(history).filter(({ dueDate }) => dueDate <= AS_OF - 25)[index];
  const instalments = history.instalments.map((instalment) => {
    if (instalment !== changed) return instalment;
    const amountMinor = Math.round(instalment.amountDueMinor * share);
    const receivedOn = amountMinor === 0 ? null : instalment.dueDate + lateDays;
    const recordedAt = AS_OF * MILLISECONDS_PER_DAY;
    return { ...instalment, receipts: [{ amountMinor, receivedOn, recordedAt }] };
  });
  return { ...history, instalments };
}

/** The history with everything but the newest three instalments longer ago. */
function moveBack(history, days) {
  const moved = new Set(dueOf(history).slice(3));
  const instalments = history.instalments.map((instalment) => {
    if (!moved.has(instalment)) return instalment;
    const { dueDate, openedOn, receipts } = instalment;
    return {
      ...instalment,
      dueDate: dueDate - days,
      openedOn: openedOn - days,
      receipts: receipts.map((each) => ({ ...each, receivedOn: each.receivedOn - days })),
    };
  });
  return { ...history, instalments };
}
