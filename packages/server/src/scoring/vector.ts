import type { AttributeValue, History, Instalment, Receipt } from '@maia/engine';
import { InvalidError } from '../errors.js';
import { dayFromIso } from './days.js';
import { minorFromNumber } from './money.js';

/** A payment as a caller writes it in a vector. */
export interface VectorPayment {
  amountDue: number;
  amountPaid?: number;
  dueDate: string;
  date?: string | null;
  loan?: string | null;
  openedOn?: string | null;
  restructured?: boolean;
  currency?: string | null;
  receipts?: readonly { amount: number; receivedOn?: string | null; recordedAt?: string }[] | null;
}

/**
 * The history that a vector describes. A payment without receipts has the one that `amountPaid` and `date` say,
 * and what has no `recordedAt` counts as learned when the report was asked for. Throws InvalidError (400).
 */
export function historyOfVector(
  vector: {
    attributes: Readonly<Record<string, AttributeValue>>;
    payments: readonly VectorPayment[];
  },
  askedAt: Date,
): History {
  const instalments = vector.payments.map(
    (payment, index): Instalment => ({
      amountDueMinor: minorFromNumber(payment.amountDue),
      dueDate: dayFromIso(payment.dueDate),
      receipts: receiptsOf(payment, { field: `vector.payments.${index}`, askedAt }),
      loan: payment.loan ?? null,
      openedOn: payment.openedOn ? dayFromIso(payment.openedOn) : null,
      restructured: payment.restructured ?? false,
      currency: payment.currency ?? null,
    }),
  );
  return { instalments, attributes: vector.attributes };
}

function receiptsOf(
  payment: VectorPayment,
  { field, askedAt }: { field: string; askedAt: Date },
): Receipt[] {
  const { amountPaid, date, receipts } = payment;
  if (receipts === undefined || receipts === null || receipts.length === 0) {
    if ((amountPaid ?? 0) > 0 && !date)
      throw InvalidError.field(`${field}.date`, 'is required where amountPaid is above 0');
    return [
      {
        amountMinor: minorFromNumber(amountPaid ?? 0),
        receivedOn: date ? dayFromIso(date) : null,
        recordedAt: askedAt.getTime(),
      },
    ];
  }
  const read = receipts.map(({ amount, receivedOn, recordedAt }, index): Receipt => {
    if (amount !== 0 && !receivedOn)
      throw InvalidError.field(
        `${field}.receipts.${index}.receivedOn`,
        'is required where money was received',
      );
    return {
      amountMinor: minorFromNumber(amount),
      receivedOn: receivedOn ? dayFromIso(receivedOn) : null,
      recordedAt: recordedAt === undefined ? askedAt.getTime() : Date.parse(recordedAt),
    };
  });
  const sumMinor = read.reduce((sum, receipt) => sum + receipt.amountMinor, 0);
  if (amountPaid !== undefined && minorFromNumber(amountPaid) !== sumMinor)
    throw InvalidError.field(
      `${field}.amountPaid`,
      `must be the sum of the receipts, ${sumMinor / 100}, or be left out`,
    );
  return read;
}
