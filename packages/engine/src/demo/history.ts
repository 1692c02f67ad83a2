import { MILLISECONDS_PER_DAY } from '../features/calendar.js';
import type { History } from '../features/history.js';
import type { DemoView } from './view.js';

/** The view as the engine's history: what a server holds that imported the payments on the view's day. */
export function historyOf(view: DemoView): History {
  const recordedAt = view.asOf * MILLISECONDS_PER_DAY;
  const loans = view.loans.filter(({ openedOn }) => openedOn <= view.asOf);
  return {
    attributes: view.attributes,
    instalments: loans.flatMap(({ id, openedOn, currency, payments }) =>
      payments.map(({ amountDueMinor, amountPaidMinor, dueDate, date, restructured }) => ({
        amountDueMinor,
        dueDate,
        receipts: [{ amountMinor: amountPaidMinor, receivedOn: date, recordedAt }],
        loan: id,
        openedOn,
        restructured,
        currency,
      })),
    ),
  };
}
