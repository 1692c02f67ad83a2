import type { ListDefinition } from '../lists/definition.js';

export const fileList: ListDefinition = {
  id: 'files.id',
  fields: {
    id: { column: 'files.id', type: 'id' },
    filename: { column: 'files.filename', type: 'text' },
    mime: { column: 'files.mime', type: 'text' },
    size: { column: 'files.size', type: 'number' },
    sha256: { column: 'files.sha256', type: 'text' },
    created_by: { column: 'files.created_by', type: 'text' },
    updated_by: { column: 'files.updated_by', type: 'text' },
    created_at: { column: 'files.created_at', type: 'instant' },
    updated_at: { column: 'files.updated_at', type: 'instant' },
  },
};
