import { describe, expect, it } from 'vitest';
import { addMonths, dayFromIso, isoFromDay, monthOfDay } from '../features/calendar.js';
import type { Day, Instalment, SettlementRule } from '../features/history.js';
import { createRandom } from '../random.js';
import { chooseDefinition, definitionsToTry } from './choose-definition.js';
import { spacedCohorts } from './cohorts.js';
import { overdueDaysOn } from './delinquency.js';
import { derivePaymentTarget } from './payment-target.js';
import { oldestOwedDueDate, repaymentOf } from './repayment.js';
import { PortfolioSurvey } from './survey.js';

const THROUGH = dayFromIso('2025-03-31');
const RULE: SettlementRule = {
  settledBy: 'fullAmount',
  materiality: { absoluteMinor: 0, relative: 0 },
};

/** Monthly loans, each instalment paid some days late or never. */
function portfolioOf(customers: number): Instalment[][] {
  const random = createRandom(3);
  return Array.from({ length: customers }, () => {
    const openedOn = THROUGH - 30 - random.integer(900);
    return Array.from({ length: 12 }, (_, index): Instalment => {
      const dueDate = addMonths(openedOn, index + 1);
      const paidOn = dueDate + Math.floor(random.uniform() ** 3 * 150) - 5;
      const paid = random.uniform() < 0.96 && paidOn <= THROUGH;
      return {
        amountDueMinor: 1_000,
        dueDate,
        receipts: paid ? [{ amountMinor: 1_000, receivedOn: paidOn, recordedAt: 0 }] : [],
        loan: 'one',
        openedOn,
        restructured: false,
        currency: null,
      };
    });
  });
}

const portfolio = portfolioOf(300);
const repayments = portfolio.map((instalments) => repaymentOf(instalments, RULE));
const survey = new PortfolioSurvey({
  rule: RULE,
  observedThrough: THROUGH,
  definitions: definitionsToTry({ badDays: null, windowMonths: null }),
  observationDays: null,
  buckets: [30, 60],
});
for (const instalments of portfolio) survey.add(instalments);

describe('the tables of a survey equal slow counts', () => {
  it('of moves between buckets from month to month', () => {
    const placeOf = (repayment: (typeof repayments)[number], day: Day): string => {
      if (repayment.knownFrom > day) return 'unknown';
      if (oldestOwedDueDate(repayment, day) === null) return 'settled';
      const overdueDays = overdueDaysOn(repayment.delinquency, day);
      return String([0, 30, 60, 9999].findIndex((limit) => overdueDays <= limit));
    };
    const moves = new Map<string, number>();
    for (let month = 1; month <= 24; month++)
      for (const repayment of repayments) {
        const from = placeOf(repayment, addMonths(THROUGH, -month));
        const key = `${from} ${placeOf(repayment, addMonths(THROUGH, 1 - month))}`;
        moves.set(key, (moves.get(key) ?? 0) + 1);
      }
    survey.rollRates().rows.forEach(({ endedIn, settled, customerMonths }, from) => {
      endedIn.forEach((count, to) => {
        expect(count).toBe(moves.get(`${from} ${to}`) ?? 0);
      });
      expect(settled).toBe(moves.get(`${from} settled`) ?? 0);
      expect(customerMonths).toBeGreaterThan(0);
    });
  });

  it('of how lateness ends, day by day', () => {
    for (const { overdueDays, spells, cured } of survey.cures()) {
      const counted = { spells: 0, cured: 0 };
      for (const { delinquency } of repayments)
        for (let day = THROUGH - 1_000; addMonths(day, 6) <= THROUGH; day++) {
          const reached =
            overdueDaysOn(delinquency, day) >= overdueDays &&
            overdueDaysOn(delinquency, day - 1) < overdueDays;
          if (!reached) continue;
          counted.spells += 1;
          let clear = day;
          while (clear <= addMonths(day, 6) && overdueDaysOn(delinquency, clear) > 0) clear += 1;
          if (clear <= addMonths(day, 6)) counted.cured += 1;
        }
      expect({ overdueDays, spells, cured }).toEqual({ overdueDays, ...counted });
    }
    expect(survey.cures()[0].spells).toBeGreaterThan(100);
  });

  it('of loans that went bad by age', () => {
    const { vintages, monthsOnBook } = survey.vintages(60);
    for (const { openedFrom, loans, everBadShares } of vintages) {
      const first = monthOfDay(dayFromIso(openedFrom));
      const own = portfolio.filter(([{ openedOn }]) => {
        const month = monthOfDay(openedOn ?? 0);
        return month >= first && month < first + 3;
      });
      expect(loans).toBe(own.length);
      everBadShares.forEach((share, column) => {
        const quarterEnd = addMonths(dayFromIso(openedFrom), 3) - 1;
        if (addMonths(quarterEnd, monthsOnBook[column]) > THROUGH) {
          expect(share).toBeNull();
          return;
        }
        const bads = own.filter((instalments) => {
          const openedOn = instalments[0].openedOn ?? 0;
          const { delinquency } = repaymentOf(instalments, RULE);
          for (let day = openedOn; day <= addMonths(openedOn, monthsOnBook[column]); day++)
            if (overdueDaysOn(delinquency, day) >= 60) return true;
          return false;
        });
        expect(share).toBe(bads.length / own.length);
      });
    }
  });

  it('do not depend on the order of customers or instalments', () => {
    const other = new PortfolioSurvey({
      rule: RULE,
      observedThrough: THROUGH,
      definitions: definitionsToTry({ badDays: null, windowMonths: null }),
      observationDays: null,
      buckets: [30, 60],
    });
    for (const instalments of portfolio.toReversed()) other.add(instalments.toReversed());
    expect(other.definitions()).toEqual(survey.definitions());
    expect([other.rollRates(), other.cures(), other.vintages(90)]).toEqual([
      survey.rollRates(),
      survey.cures(),
      survey.vintages(90),
    ]);
  });
});

describe('the choice', () => {
  it('takes the first with enough, else the one with most', () => {
    const tried = [{ badCustomers: 20 }, { badCustomers: 149 }, { badCustomers: 149 }];
    expect(chooseDefinition(tried)).toEqual({ chosen: tried[1], why: 'mostBads' });
    const enough = [...tried, { badCustomers: 150 }, { badCustomers: 900 }];
    expect(chooseDefinition(enough)).toEqual({ chosen: enough[3], why: 'enoughBads' });
  });

  it('keeps what was fixed, and tries the usual rest once', () => {
    expect(definitionsToTry({ badDays: 60, windowMonths: null })).toEqual([
      { badDays: 60, windowMonths: 12 },
      { badDays: 60, windowMonths: 6 },
      { badDays: 60, windowMonths: 3 },
    ]);
    expect(definitionsToTry({ badDays: 45, windowMonths: 9 })).toHaveLength(1);
  });

  it('observes only on days whose windows have ended', () => {
    const target = derivePaymentTarget(survey.definitions(), {
      isLive: false,
      keepsAllDays: false,
    });
    for (const day of target.observationDates)
      expect(addMonths(dayFromIso(day), target.windowMonths)).toBeLessThanOrEqual(THROUGH);
    expect(target.observationDates[0]).toBe(isoFromDay(addMonths(THROUGH, -target.windowMonths)));
  });

  it('leaves out neighbouring cohorts until the rows are few enough, never the newest', () => {
    const rows = [0, 10, 10, 10, 10, 10, 10];
    expect(spacedCohorts(rows, 60)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(spacedCohorts(rows, 30)).toEqual([1, 3, 5]);
    expect(spacedCohorts(rows, 1)).toEqual([1]);
    expect(spacedCohorts([], 10)).toEqual([]);
  });
});
