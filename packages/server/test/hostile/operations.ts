import { readFileSync } from 'node:fs';

const DESCRIPTION = new URL('../../../../openapi.json', import.meta.url);
const METHODS = new Set(['get', 'post', 'put', 'delete']);
const JSON_TYPE = 'application/json';

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** One documented call, as far as the generators need to know it. */
export interface Operation {
  name: string;
  method: string;
  /** With its parameters in braces. */
  path: string;
  /** Names of the query string. */
  query: readonly string[];
  /** A body that is right, or null where it takes none as an object. */
  body: { [name: string]: Json } | null;
  /** Types that its body may have; empty when it takes none. */
  types: readonly string[];
  /** Open to everyone. */
  isPublic: boolean;
}

interface Media {
  example?: Json;
  schema?: { $ref?: string };
}

interface Described {
  security?: readonly object[];
  parameters?: readonly { in: string; name: string }[];
  requestBody?: { content: Readonly<Record<string, Media>> };
}

interface Description {
  paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  components: {
    schemas: Readonly<Record<string, { properties?: Readonly<Record<string, object>> }>>;
  };
}

/** The example, with the fields that it leaves out, so that those are tried too. */
function rightBody(
  description: Description,
  media: Media | undefined,
): { [name: string]: Json } | null {
  const example = media?.example;
  if (typeof example !== 'object' || example === null || Array.isArray(example)) return null;
  const schema = description.components.schemas[media?.schema?.$ref?.split('/').at(-1) ?? ''];
  const others = Object.keys(schema?.properties ?? {}).map((name): [string, Json] => [name, null]);
  return { ...Object.fromEntries(others), ...example };
}

/** Every documented call; a new one is met without a line here. */
export function documentedOperations(): Operation[] {
  // The checks hold the file to the routes, and its shape to OpenAPI.
  const description = JSON.parse(readFileSync(DESCRIPTION, 'utf8')) as Description;
  return Object.entries(description.paths).flatMap(([path, calls]) =>
    Object.entries(calls)
      .filter(([method]) => METHODS.has(method))
      .map(([method, call]): Operation => {
        const content = call.requestBody?.content ?? {};
        return {
          name: `${method.toUpperCase()} ${path}`,
          method: method.toUpperCase(),
          path,
          query: (call.parameters ?? []).filter((p) => p.in === 'query').map((p) => p.name),
          body: rightBody(description, content[JSON_TYPE]),
          types: Object.keys(content),
          isPublic: call.security?.length === 0,
        };
      }),
  );
}
