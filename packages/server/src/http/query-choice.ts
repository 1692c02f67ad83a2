import type { FastifyRequest } from 'fastify';
import { InvalidError } from '../errors.js';

/** The query parameter of that name, one of the choices; null when it is left out. Throws InvalidError (400). */
export function queryChoice<Choice extends string>(
  request: FastifyRequest,
  name: string,
  choices: readonly Choice[],
): Choice | null {
  const value = (request.query as Record<string, unknown>)[name];
  if (value === undefined) return null;
  const chosen = choices.find((choice) => choice === value);
  if (chosen === undefined)
    throw InvalidError.field(
      name,
      `must be ${choices.length > 1 ? 'one of ' : ''}${choices.join(', ')}`,
    );
  return chosen;
}
