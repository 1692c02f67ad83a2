import Type from 'typebox';
import { Nullable, OneOf } from '../http/schema.js';

const CODES = {
  customersWithoutPayments: 'customers without any payment',
  duplicateInstalments:
    'payments of a customer with the loan, due date, amount and currency of another',
  instalmentsWithNothingDue: 'payments whose amountDue is 0',
  instalmentsPaidFarOver: 'payments paid more than twice over',
  receiptsAfterToday: 'amounts received on a day that is still to come',
  receiptsBeforeOpening: 'amounts received before openedOn',
  receiptsLongBeforeDue: 'amounts received more than two years before the due date',
  monthsWithoutReceipts: 'months between the first and the last receipt in which nothing came in',
  daysWithoutCompleteReceipts:
    'days, 31 or more, from the last day of complete receipts to the as-of day',
  constantFeatures: 'features with one value, or none, in all rows',
  nearlyConstantFeatures: 'features with one value, or none, in 99 of 100 rows or more',
} as const;

type Code = keyof typeof CODES;

// The keys of an object of string constants are these constants.
const names = Object.keys(CODES) as Code[];

const Finding = Type.Object({
  code: Type.Unsafe<Code>({
    ...OneOf(names),
    description: names.map((name) => `${name}: ${CODES[name]}`).join('; '),
  }),
  count: Type.Integer(),
  share: Nullable(Type.Number({ description: 'of all of them; null for days' })),
  examples: Type.Array(Type.String(), {
    description: 'codes of features, or months (YYYY-MM, newest first); a dozen at most',
  }),
});

export const Findings = Type.Array(Finding, {
  description: 'what looks wrong in the data and may be right; empty where nothing does',
});

const Sentence = Type.String();

export const Meaning = Type.Object(
  {
    is: OneOf(['riskOfGoingBadByTheTarget']),
    isNot: Type.Array(OneOf(['provisioningPd', 'ifrs9Pd', 'regulatoryPd'])),
    text: Type.Object({ en: Sentence, es: Sentence, pt: Sentence }),
  },
  { description: 'what the probability of this model is, and what it must not be taken for' },
);
