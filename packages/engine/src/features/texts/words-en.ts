import { type LanguageWords, tell } from './sentences.js';

export const ENGLISH_WORDS: LanguageWords = {
  locale: 'en',
  families: {
    delinquency: 'Punctuality',
    payment: 'Payments made',
    trend: 'Changes in the amounts',
    tenure: 'Length of history',
    amount: 'Amounts',
    attribute: 'Application data',
    littleHistory: 'Little history',
  },
  nouns: {
    day: { one: 'day', other: 'days' },
    instalment: { one: 'instalment', other: 'instalments' },
    loan: { one: 'loan', other: 'loans' },
    dueDate: { one: 'due date', other: 'due dates' },
    occasion: { one: 'time', other: 'times' },
    point: { one: 'percentage point', other: 'percentage points' },
  },
  window: { last: 'due in the last {days}', all: 'due so far' },
  period: 'in the last {days}',
  which: [
    'The newest instalment',
    'The second newest instalment',
    'The third newest instalment',
    'The fourth newest instalment',
    'The fifth newest instalment',
  ],
  littleHistory: 'There is too little payment history to judge this.',
  nothingDue: 'No instalment fell due in the last {days}.',
  asMuch: 'as much as',
  attribute: {
    ...tell('"{key}" ({value}) counts against.', '"{key}" ({value}) counts in favour.'),
    missing: '"{key}" is not known.',
    rare: 'a rare value',
    unseen: 'a value never seen before',
    yes: 'yes',
    no: 'no',
  },
};
