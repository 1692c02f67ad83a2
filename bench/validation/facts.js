import { AS_OF, dueOf } from './portfolio.js';

/** What the numbers of reasons must be, read from the history once more and in another way than the engine's. */
const FACTS = {
  overdueDays: (list) => Math.max(0, ...list.filter(isOpen).map(ageOf)),
  overdueCount: (list) => list.filter((each) => isOpen(each) && ageOf(each) > 0).length,
  lateDaysMax: (list) => Math.max(...list.map(lateDaysOf)),
  lateDaysMean: (list) => list.reduce((sum, each) => sum + lateDaysOf(each), 0) / list.length,
  lateShare: (list) => shareOf(list, (each) => lateDaysOf(each) > 0),
  lateCount: (list) => list.filter((each) => lateDaysOf(each) > 0).length,
  openShare: (list) => shareOf(list, isOpen),
  instalments: (list) => list.length,
  paidShare: (list) => sumDue(list.filter((each) => !isOpen(each))) / sumDue(list),
  daysSinceNewestDue: (list) => ageOf(list[0]),
  daysSinceFirstDue: (list) => ageOf(list[list.length - 1]),
  newestLateDays: (list, place) => lateDaysOf(list[place - 1]),
  newestOpen: (list, place) => Number(isOpen(list[place - 1])),
};

/** The value that a feature must have; undefined where it is not told here, or two instalments are equally new. */
export function factOf(code, history) {
  const [stem, suffix = 'all'] = code.split('.');
  const due = dueOf(history);
  if (!Object.hasOwn(FACTS, stem) || due.length === 0) return undefined;
  if (/^\d+$/.test(suffix)) {
    const isTied = new Set(due.map(({ dueDate }) => dueDate)).size < due.length;
    return isTied ? undefined : FACTS[stem](due, Number(suffix));
  }
  const days = suffix === 'all' ? Number.POSITIVE_INFINITY : Number.parseInt(suffix, 10);
  return FACTS[stem](due.filter((each) => ageOf(each) < days));
}

function ageOf({ dueDate }) {
  return AS_OF - dueDate;
}

/** The first day from which everything due had come; undefined while something is missing. */
function settledOn({ amountDueMinor, receipts }) {
  let paid = 0;
  return receipts.find(({ amountMinor }) => {
    paid += amountMinor;
    return paid >= amountDueMinor;
  })?.receivedOn;
}

function isOpen(instalment) {
  return settledOn(instalment) === undefined;
}

function lateDaysOf(instalment) {
  return Math.max(0, (settledOn(instalment) ?? AS_OF) - instalment.dueDate);
}

function shareOf(list, has) {
  return list.filter(has).length / list.length;
}

function sumDue(list) {
  return list.reduce((sum, { amountDueMinor }) => sum + amountDueMinor, 0);
}
