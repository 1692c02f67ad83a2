import { customerIdNamed } from '../customers/service.js';
import type { ListDefinition } from '../lists/definition.js';

export const paymentList: ListDefinition = {
  id: 'payments.id',
  fields: {
    id: { column: 'payments.id', type: 'id' },
    customer: { column: 'payments.customer_id', type: 'text', resolve: customerIdNamed },
    'customer.id': { column: 'payments.customer_id', type: 'id' },
    'customer.referenceId': { column: 'customers.reference_id', type: 'text' },
    externalId: { column: 'payments.external_id', type: 'text' },
    loan: { column: 'payments.loan', type: 'text' },
    amountDue: { column: 'payments.amount_due', type: 'number' },
    amountPaid: { column: 'payments.amount_paid', type: 'number' },
    dueDate: { column: 'payments.due_date', type: 'date' },
    date: { column: 'payments.date', type: 'date' },
    openedOn: { column: 'payments.opened_on', type: 'date' },
    restructured: { column: 'payments.restructured', type: 'boolean' },
    currency: { column: 'payments.currency', type: 'text' },
    published_at: { column: 'payments.published_at', type: 'instant' },
    created_by: { column: 'payments.created_by', type: 'text' },
    updated_by: { column: 'payments.updated_by', type: 'text' },
    created_at: { column: 'payments.created_at', type: 'instant' },
    updated_at: { column: 'payments.updated_at', type: 'instant' },
  },
};
