import type { AttributeValue, Day } from '../features/history.js';
import type { Random } from '../random.js';
import { createRandom } from '../random.js';
import { drawAttributes } from './attributes.js';
import { pickShare } from './behaviour.js';
import type { Country } from './countries.js';
import { COUNTRIES } from './countries.js';
import type { HiddenModel } from './hidden-model.js';
import { createHiddenModel } from './hidden-model.js';
import type { HiddenLife } from './life.js';
import { beginLife, liveThroughLoan } from './life.js';
import type { DemoLoan, LoanHabits } from './loan.js';
import { agreeInstalments, drawLoanHabits, drawSchedule } from './loan.js';
import { paydayWeight } from './paydays.js';
import type { Person } from './person.js';
import { drawPerson } from './person.js';
import { dueDateOf } from './schedule.js';

export interface DemoCustomer {
  referenceId: string;
  person: Person;
  country: Country;
  attributes: Readonly<Record<string, AttributeValue>>;
  /**
   * One after the other, the newest last; with all receipts up to the end of the outcome window. A loan
   * opened on the day after the as-of day is the one that is being decided on.
   */
  loans: readonly DemoLoan[];
  /** What nobody can see. */
  hiddenType: number;
}

export interface DemoOptions {
  seed: number | string;
  /** The day on which the portfolio is looked at; outcomes are those of the twelve months after it. */
  asOf: Day;
  /** Nobody's first loan is older than this. */
  historyMonthsMax: number;
}

/** The hidden model behind every demo portfolio. */
export const DEMO_MODEL: HiddenModel = createHiddenModel(paydayWeight);

const DAYS_PER_MONTH = 30.44;
const APPLICANT_SHARE = 0.03;
const THIN_SHARE = 0.12;
const THIN_DAYS_MAX = 95;

/** The customer with this index: always the same one, whichever others are generated. */
export function generateCustomer(index: number, options: DemoOptions): DemoCustomer {
  const random = createRandom(options.seed, `demo customer ${index}`);
  const country =
    COUNTRIES[
      pickShare(
        COUNTRIES.map(({ share }) => share),
        random.uniform(),
      )
    ];
  const life = beginLife(DEMO_MODEL, random);
  const person = drawPerson(life.type, { country, asOf: options.asOf, random });
  const drawn = drawAttributes(life.type, country, random);
  const habits = drawLoanHabits(country, random);
  const number = String(index + 1).padStart(6, '0');
  const loans = liveThroughLoans(life, { ...options, country, habits, number, random });
  const newest = loans[loans.length - 1];
  return {
    referenceId: `${country.code}-${number}`,
    person,
    country,
    attributes: {
      ...drawn,
      requestedAmount: habits.requestedAmount,
      paymentFrequency: habits.cadence,
      termInstalments: newest.instalmentCount,
    },
    loans,
    hiddenType: life.type,
  };
}

interface LoansOptions extends DemoOptions {
  country: Country;
  habits: LoanHabits;
  number: string;
  random: Random;
}

function liveThroughLoans(life: HiddenLife, options: LoansOptions): DemoLoan[] {
  const { country, habits, asOf, number, random } = options;
  const until = asOf + DEMO_MODEL.windowDays;
  const loans: DemoLoan[] = [];
  let openedOn: Day | null = drawFirstOpening(options);
  while (openedOn !== null) {
    const schedule = drawSchedule(openedOn, { habits, asOf, random });
    const loan: DemoLoan = {
      ...schedule,
      id: `${country.code}${number}-${loans.length + 1}`,
      currency: country.currency,
      instalments: agreeInstalments(schedule, { country, habits, asOf, random }),
      restructured: null,
    };
    loans.push(loan);
    const { instalmentStepMinor } = country;
    const endedOn = liveThroughLoan(loan, life, {
      model: DEMO_MODEL,
      until,
      instalmentStepMinor,
      random,
    });
    openedOn = nextOpening(loan, { endedOn, asOf, random });
  }
  return loans;
}

function drawFirstOpening({ asOf, historyMonthsMax, random }: LoansOptions): Day {
  const part = random.uniform();
  if (part < APPLICANT_SHARE) return asOf + 1;
  const longest = Math.floor(historyMonthsMax * DAYS_PER_MONTH);
  const isThin = part < APPLICANT_SHARE + THIN_SHARE || longest <= THIN_DAYS_MAX;
  if (isThin) return asOf - random.integer(Math.min(longest, THIN_DAYS_MAX) + 1);
  return asOf - THIN_DAYS_MAX - random.integer(longest - THIN_DAYS_MAX + 1);
}

/** A settled loan is renewed, on the day after the as-of day at the latest; an unsettled one is not. */
function nextOpening(
  loan: DemoLoan,
  options: { endedOn: Day | null; asOf: Day; random: Random },
): Day | null {
  const { endedOn, asOf, random } = options;
  if (endedOn === null || endedOn > asOf) return null;
  const lastDue = dueDateOf(loan, loan.instalmentCount - 1);
  const wanted = lastDue + 5 + random.integer(random.uniform() < 0.7 ? 40 : 200);
  return Math.min(asOf + 1, Math.max(wanted, endedOn + 10));
}
