import type { Description, JsonSchema } from '../openapi/document.js';
import { type Html, html, prose } from './html.js';

const DEPTH_MAX = 4;

export type Schemas = Description['components']['schemas'];

/** A schema itself, where it may be a reference to a named one. */
export function named(schema: JsonSchema, schemas: Schemas): JsonSchema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (schemas[name] ?? {});
}

/** The type of a field in words: `string (date) or null`. */
export function typeText(schema: JsonSchema, schemas: Schemas): string {
  const { type, format, items, anyOf, enum: values } = named(schema, schemas);
  if (anyOf) return [...new Set(anyOf.map((one) => typeText(one, schemas)))].join(' or ');
  const types = typeof type === 'string' ? [type] : (type ?? ['any']);
  const words = types.map((one) => {
    if (one === 'array' && items) return `array of ${typeText(items, schemas)}`;
    return one === 'string' && format ? `string (${format})` : one;
  });
  const choices = values?.filter((value) => value !== null).join(', ');
  return words.join(' or ') + (choices ? `: ${choices}` : '');
}

interface FieldRow {
  name: string;
  type: string;
  isRequired: boolean;
  description: string;
}

function rowsOf(schema: JsonSchema, schemas: Schemas, prefix = ''): FieldRow[] {
  const { properties, required } = named(schema, schemas);
  if (prefix.split('.').length > DEPTH_MAX) return [];
  return Object.entries(properties ?? {}).flatMap(([key, part]) => {
    const field = named(part, schemas);
    const [inner, mark] = field.items ? [field.items, '[]'] : [field, ''];
    const name = prefix + key;
    const row = {
      name,
      type: typeText(part, schemas),
      isRequired: required?.includes(key) ?? false,
      description: field.description ?? '',
    };
    return [row, ...rowsOf(inner, schemas, `${name}${mark}.`)];
  });
}

/** A table of every field of a shape, nested ones under their path; nothing for a shape without fields. */
export function fieldTable(schema: JsonSchema, schemas: Schemas, caption: string): Html {
  const { items } = named(schema, schemas);
  const rows = rowsOf(items ?? schema, schemas);
  if (rows.length === 0) return html``;
  const lines = rows.map(
    ({ name, type, isRequired, description }) =>
      html`<tr><th scope="row"><code>${name}</code></th><td>${type}</td><td>${String(isRequired)}</td><td>${prose(description)}</td></tr>`,
  );
  return html`<details><summary>${caption}</summary><div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<thead><tr><th scope="col">name</th><th scope="col">type</th><th scope="col">required</th><th scope="col">description</th></tr></thead>
<tbody>${lines}</tbody></table></div></details>`;
}
