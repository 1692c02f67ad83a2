import type { DemoCustomer, DemoOptions } from './customer.js';
import { generateCustomer } from './customer.js';

export interface DemoPortfolio {
  customers: readonly DemoCustomer[];
  options: DemoOptions;
}

/**
 * A portfolio of consumer loans as a lender in several Latin American countries might have it, the same
 * for the same options; a larger one begins with the customers of a smaller one.
 */
export function generatePortfolio(options: DemoOptions & { customers: number }): DemoPortfolio {
  return { options, customers: [...generateCustomers(options)] };
}

/** The customers of the same portfolio one by one, for those too large to hold. */
export function* generateCustomers(
  options: DemoOptions & { customers: number },
): Generator<DemoCustomer> {
  for (let index = 0; index < options.customers; index++) yield generateCustomer(index, options);
}
