import type { ListDefinition } from '../lists/definition.js';
import { GENDERS, MARITAL_STATUSES } from './schemas.js';

export const customerList: ListDefinition = {
  id: 'customers.id',
  fields: {
    id: { column: 'customers.id', type: 'id' },
    uuid: { column: 'customers.uuid', type: 'text' },
    referenceId: { column: 'customers.reference_id', type: 'text' },
    dateOfBirth: { column: 'customers.date_of_birth', type: 'date' },
    addressStreet: { column: 'customers.address_street', type: 'text' },
    addressNeighborhood: { column: 'customers.address_neighborhood', type: 'text' },
    addressCity: { column: 'customers.address_city', type: 'text' },
    addressState: { column: 'customers.address_state', type: 'text' },
    addressCountry: { column: 'customers.address_country', type: 'text' },
    gender: { column: 'customers.gender', type: 'text', values: GENDERS },
    maritalStatus: { column: 'customers.marital_status', type: 'text', values: MARITAL_STATUSES },
    published_at: { column: 'customers.published_at', type: 'instant' },
    created_by: { column: 'customers.created_by', type: 'text' },
    updated_by: { column: 'customers.updated_by', type: 'text' },
    created_at: { column: 'customers.created_at', type: 'instant' },
    updated_at: { column: 'customers.updated_at', type: 'instant' },
  },
};
