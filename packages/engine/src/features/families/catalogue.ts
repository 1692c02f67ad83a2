import { AMOUNT } from './amount.js';
import type { Feature } from './declare.js';
import { DELINQUENCY } from './delinquency.js';
import { PAYMENT } from './payment.js';
import { PUNCTUALITY } from './punctuality.js';
import { TENURE } from './tenure.js';
import { TREND } from './trend.js';

/** Every feature that is computed from payments. */
export const CATALOGUE: readonly Feature[] = [
  ...DELINQUENCY,
  ...PUNCTUALITY,
  ...PAYMENT,
  ...TREND,
  ...TENURE,
  ...AMOUNT,
];
