/** Customers of each kind below which no score can be learned. */
export const MINIMUM_CUSTOMERS = 50;

/** Too few distinct bad or good customers; the fields make the sentence for the lender. */
export class TooFewBadsError extends Error {
  override readonly name = 'TooFewBadsError';
  readonly minimum = MINIMUM_CUSTOMERS;

  constructor(
    readonly badCustomers: number,
    readonly goodCustomers: number,
  ) {
    super(
      `training needs ${MINIMUM_CUSTOMERS} bad and ${MINIMUM_CUSTOMERS} good customers, ` +
        `there are ${badCustomers} and ${goodCustomers}`,
    );
  }
}

/** No feature tells bad from good better than noise would. */
export class NoUsableFeatureError extends Error {
  override readonly name = 'NoUsableFeatureError';

  constructor(readonly features: number) {
    super(`none of the ${features} features tells bad from good better than noise would`);
  }
}

/** The table itself is not well formed: lengths differ, a label is not 0 or 1, a value is infinite. */
export class TrainingDataError extends Error {
  override readonly name = 'TrainingDataError';
}
