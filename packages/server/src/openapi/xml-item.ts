import { XMLBuilder } from 'fast-xml-parser';

const builder = new XMLBuilder({ format: true, suppressEmptyNode: true });

/** A body as XML reads it here: the root `item`, an element per field, an array as its element repeated. */
export function xmlItem(body: unknown): string {
  const document: string = builder.build({ item: body });
  return `<?xml version="1.0" encoding="utf-8"?>\n${document}`;
}
