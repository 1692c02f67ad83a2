import type { BadDefinition } from './outcome.js';

/** Tried in this order: the usual definition first, then shorter windows and milder delays. */
export const USUAL_DEFINITIONS: readonly BadDefinition[] = [
  { badDays: 90, windowMonths: 12 },
  { badDays: 90, windowMonths: 6 },
  { badDays: 60, windowMonths: 12 },
  { badDays: 60, windowMonths: 6 },
  { badDays: 30, windowMonths: 6 },
  { badDays: 30, windowMonths: 3 },
  { badDays: 15, windowMonths: 3 },
];

/** Distinct bad customers from which on a definition is taken without looking for one with more. */
export const BADS_WANTED = 150;

/** What a lender fixed of a definition; null is left to the portfolio. */
export interface AskedDefinition {
  badDays: number | null;
  windowMonths: number | null;
}

/** The definitions to try when parts are fixed: the usual ones with those parts put in, each once. */
export function definitionsToTry({ badDays, windowMonths }: AskedDefinition): BadDefinition[] {
  const tried = new Map<string, BadDefinition>();
  for (const usual of USUAL_DEFINITIONS) {
    const definition = {
      badDays: badDays ?? usual.badDays,
      windowMonths: windowMonths ?? usual.windowMonths,
    };
    tried.set(`${definition.badDays} ${definition.windowMonths}`, definition);
  }
  return [...tried.values()];
}

/** The first with enough distinct bad customers, else the one with most, the earlier one of equals. */
export function chooseDefinition<Tried extends { badCustomers: number }>(
  tried: readonly Tried[],
): { chosen: Tried; why: 'asked' | 'enoughBads' | 'mostBads' } {
  const [first] = tried;
  if (first === undefined) throw new RangeError('there is no definition to choose from');
  if (tried.length === 1) return { chosen: first, why: 'asked' };
  const enough = tried.find(({ badCustomers }) => badCustomers >= BADS_WANTED);
  if (enough !== undefined) return { chosen: enough, why: 'enoughBads' };
  const chosen = tried.reduce((most, each) =>
    each.badCustomers > most.badCustomers ? each : most,
  );
  return { chosen, why: 'mostBads' };
}
