import { describe, expect, it } from 'vitest';
import { dayFromIso } from '../features/calendar.js';
import type { Instalment } from '../features/history.js';
import { createRandom } from '../random.js';
import { PaymentChecks } from './payment-checks.js';

const TODAY = dayFromIso('2026-06-30');
const FACTS = { customers: 2, asOf: TODAY, observedThrough: TODAY };

function instalment(
  due: string,
  received: readonly (readonly [number, string | null])[],
  overrides: Partial<Instalment> = {},
): Instalment {
  return {
    amountDueMinor: 10_000,
    dueDate: dayFromIso(due),
    receipts: received.map(([amountMinor, day]) => ({
      amountMinor,
      receivedOn: day === null ? null : dayFromIso(day),
      recordedAt: 0,
    })),
    loan: 'a',
    openedOn: null,
    restructured: false,
    currency: 'COP',
    ...overrides,
  };
}

/** A customer in whom nothing is wrong. */
const FINE = [
  instalment('2026-04-30', [[10_000, '2026-04-30']]),
  instalment('2026-05-30', [
    [6_000, '2026-05-29'],
    [4_000, '2026-06-10'],
  ]),
  instalment('2026-07-30', [[0, null]]),
];

function findingsIn(histories: readonly (readonly Instalment[])[], facts = FACTS) {
  const checks = new PaymentChecks(TODAY);
  for (const instalments of histories) checks.add(instalments);
  return checks.findings(facts);
}

describe('PaymentChecks', () => {
  it('find nothing where nothing is wrong', () => {
    expect(findingsIn([FINE, FINE])).toEqual([]);
  });

  it.each([
    [
      'instalmentsPaidFarOver',
      instalment('2026-05-01', [
        [10_000, '2026-05-01'],
        [10_001, '2026-05-02'],
      ]),
      { share: 1 / 4 },
    ],
    [
      'instalmentsWithNothingDue',
      instalment('2026-05-01', [[500, '2026-05-01']], { amountDueMinor: 0 }),
      { share: 1 / 4 },
    ],
    ['duplicateInstalments', instalment('2026-04-30', []), { share: 1 / 4 }],
    ['receiptsAfterToday', instalment('2026-05-01', [[1, '2026-07-01']]), { share: 1 / 4 }],
    [
      'receiptsBeforeOpening',
      instalment('2026-05-01', [[1, '2026-04-30']], { openedOn: dayFromIso('2026-05-01') }),
      { share: 1 / 4 },
    ],
    ['receiptsLongBeforeDue', instalment('2028-05-01', [[1, '2026-04-30']]), { share: 1 / 4 }],
    [
      'monthsWithoutReceipts',
      instalment('2025-12-31', [[1, '2025-12-31']]),
      { count: 3, share: 3 / 7, examples: ['2026-03', '2026-02', '2026-01'] },
    ],
  ])('find %s', (code, wrong, expected) => {
    const findings = findingsIn([[...FINE, wrong], []]);
    expect(findings).toEqual([{ code, count: 1, examples: [], ...expected }]);
  });

  it('let pass what is at the limit, and what is like another but not the same', () => {
    const openedOn = dayFromIso('2026-04-01');
    const passing = [
      instalment('2026-04-30', [[20_000, '2026-04-30']], { loan: 'b' }),
      instalment('2026-04-30', [[10_000, '2026-04-30']], { loan: null }),
      instalment('2026-04-30', [[10_000, '2026-04-30']], { currency: 'MXN' }),
      instalment(
        '2026-04-30',
        [
          [1, '2026-06-30'],
          [-1, '2026-06-30'],
        ],
        { amountDueMinor: 9_999 },
      ),
      instalment('2026-05-01', [[1, '2026-04-01']], { openedOn }),
      instalment('2028-04-30', [[1, '2026-04-30']]),
    ];
    expect(findingsIn([[...FINE, ...passing], []])).toEqual([]);
  });

  it('count customers without payments, and days on which receipts are not complete', () => {
    expect(findingsIn([FINE, FINE], { ...FACTS, customers: 5 })).toEqual([
      { code: 'customersWithoutPayments', count: 3, share: 3 / 5, examples: [] },
    ]);
    const behind = (days: number) =>
      findingsIn([FINE, FINE], { ...FACTS, observedThrough: TODAY - days });
    expect(behind(30)).toEqual([]);
    expect(behind(31)).toEqual([
      { code: 'daysWithoutCompleteReceipts', count: 31, share: null, examples: [] },
    ]);
  });

  it('are the same whatever the order of customers and instalments', () => {
    const random = createRandom(1);
    const histories = Array.from({ length: 40 }, () =>
      Array.from({ length: 6 }, () => {
        const month = `0${1 + random.integer(6)}`;
        const due = `202${5 + random.integer(2)}-${month}-15`;
        const day = `202${2 + random.integer(6)}-${month}-1${random.integer(9)}`;
        return instalment(due, [[random.integer(30_000), day]], { loan: null });
      }),
    );
    const facts = { ...FACTS, customers: 50 };
    const found = findingsIn(histories, facts);
    expect(found.length).toBeGreaterThan(4);
    expect(findingsIn(histories.map((each) => each.toReversed()).toReversed(), facts)).toEqual(
      found,
    );
  });
});
