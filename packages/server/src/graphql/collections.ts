import { FILES, ROLES, USERS } from './account-collections.js';
import type { GraphCollection } from './collection.js';
import { CUSTOMERS, OUTCOMES, PAYMENTS } from './portfolio-collections.js';
import { REPORTS, TRAININGS } from './scoring-collections.js';

/** Every collection that the graph shows. */
export const COLLECTIONS: readonly GraphCollection[] = [
  USERS,
  ROLES,
  CUSTOMERS,
  PAYMENTS,
  OUTCOMES,
  TRAININGS,
  REPORTS,
  FILES,
];
