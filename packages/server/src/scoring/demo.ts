import {
  customersCsv,
  type DemoCustomer,
  type DemoOptions,
  dayFromIso,
  demoApplicant,
  generateCustomers,
  isoFromDay,
  outcomesCsv,
  paymentsCsv,
} from '@maia/engine';

/** The made-up portfolio as the files that a lender would bring. */
export interface DemoFiles {
  /** Lines of the three imports, in the order in which they are sent. */
  customers: Iterable<string>;
  payments: Iterable<string>;
  outcomes: Iterable<string>;
  /** Reference of the applicant whose report is shown; no outcome of theirs is among those to learn from. */
  applicant: string;
  /** YYYY-MM-DD. */
  asOf: string;
}

/**
 * A seeded portfolio looked at on `asOf` (YYYY-MM-DD): payments as known on that day, or on `knownOn`, and for the
 * customers but the applicant what became of them in the twelve months after it.
 */
export function demoFiles(options: {
  customers: number;
  seed: number;
  asOf: string;
  knownOn?: string;
}): DemoFiles {
  const asOf = dayFromIso(options.asOf);
  const generator: DemoOptions = { seed: options.seed, asOf, historyMonthsMax: 24 };
  const applicant = demoApplicant({ ...generator, customers: options.customers });
  const others = (): Iterable<DemoCustomer> =>
    generateCustomers({ ...generator, customers: options.customers });
  function* everyone(): Generator<DemoCustomer> {
    yield* others();
    yield applicant;
  }
  return {
    customers: customersCsv(everyone()),
    payments: paymentsCsv(everyone(), dayFromIso(options.knownOn ?? options.asOf)),
    outcomes: outcomesCsv(others(), asOf),
    applicant: applicant.referenceId,
    asOf: isoFromDay(asOf),
  };
}
