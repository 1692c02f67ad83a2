/** Path segments that say what is done rather than to what. */
const ACTIONS = new Set([
  'activate',
  'cancel',
  'export',
  'import',
  'preview',
  'search',
  'sync',
  'verify',
  'what-if',
]);
/** Groups of collections that add nothing to a name. */
const GROUPS = new Set(['users-permissions']);
const VERBS: Readonly<Record<string, string>> = { get: 'get', put: 'update', delete: 'delete' };

const isParameter = (segment: string): boolean => segment.startsWith('{');

/** Whether a segment is a group, an action or a parameter. */
const isNameless = (segment: string): boolean =>
  GROUPS.has(segment) || ACTIONS.has(segment) || isParameter(segment);

function capitalised(segment: string): string {
  return segment
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

function camelCase(segment: string): string {
  const name = capitalised(segment);
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function singular(name: string): string {
  if (/(ss|us)$/.test(name)) return name;
  return name.replace(/ies$/, 'y').replace(/s$/, '');
}

interface Call {
  method: string;
  path: string;
  /** Whether the success is an array. */
  answersList: boolean;
}

/**
 * The name of a call, made from its method and path so that it never changes by itself:
 * PUT /users/{id} is updateUser, POST /trainings/{id}/activate is activateTraining.
 */
export function operationIdOf({ method, path, answersList }: Call): string {
  const whole = path.split('/').filter((segment) => segment !== '');
  // Where a path tells no thing but its group, the group is the thing.
  const tellsThing = whole.some((segment) => !isNameless(segment));
  const segments = tellsThing ? whole.filter((segment) => !GROUPS.has(segment)) : whole;
  const names = segments.filter((segment) => !isParameter(segment));
  const action = names.find((segment) => ACTIONS.has(segment));
  const things = names.filter((segment) => segment !== action).map(capitalised);
  const last = segments.at(-1) ?? '';
  if (action !== undefined && things.length > 0) {
    const isOfOne = segments.some(isParameter) && action !== 'search';
    return camelCase(action) + (isOfOne ? things.map(singular) : things).join('');
  }
  if (method === 'get' && last === 'count') return `count${things.slice(0, -1).join('')}`;
  const one = [...things.slice(0, -1), singular(things.at(-1) ?? '')].join('');
  if (method === 'get' && !isParameter(last))
    return (answersList ? 'list' : 'get') + things.join('');
  if (method !== 'post') return `${VERBS[method] ?? method}${one}`;
  const isCollection = things.length === 1 && singular(last) !== last;
  if (isCollection) return `create${one}`;
  return `post${segments.map(capitalised).join('')}`;
}
