import { customerIdNamed } from '../customers/service.js';
import type { ListDefinition } from '../lists/definition.js';

export const outcomeList: ListDefinition = {
  id: 'outcomes.id',
  fields: {
    id: { column: 'outcomes.id', type: 'id' },
    customer: { column: 'outcomes.customer_id', type: 'text', resolve: customerIdNamed },
    'customer.id': { column: 'outcomes.customer_id', type: 'id' },
    'customer.referenceId': { column: 'customers.reference_id', type: 'text' },
    asOf: { column: 'outcomes.as_of', type: 'date' },
    bad: { column: 'outcomes.bad', type: 'boolean' },
    observedUntil: { column: 'outcomes.observed_until', type: 'date' },
    published_at: { column: 'outcomes.published_at', type: 'instant' },
    created_by: { column: 'outcomes.created_by', type: 'text' },
    updated_by: { column: 'outcomes.updated_by', type: 'text' },
    created_at: { column: 'outcomes.created_at', type: 'instant' },
    updated_at: { column: 'outcomes.updated_at', type: 'instant' },
  },
};
