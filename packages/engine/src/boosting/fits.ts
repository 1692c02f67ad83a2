import type { BinnedTable } from './bins.js';
import { createFitter, type FitRequest, type FittedForest } from './fit-forest.js';

/** Makes whole fits and gives them in the order of the requests. What a fit gives does not depend on where it is made. */
export type MakeFits = (requests: readonly FitRequest[]) => Promise<FittedForest[]>;

/** Where the fits of one training are made, all on the same table. */
export interface Fitters {
  makeFits: MakeFits;
  /** Called once, when the training ends, however it ends. */
  close(): void;
}

/** A caller with threads opens its own fitters. */
export type OpenFitters = (table: BinnedTable) => Fitters;

/** One fit after another in the caller's thread. */
export const fitHere: OpenFitters = (table) => {
  const fit = createFitter(table);
  return { makeFits: async (requests) => requests.map(fit), close: () => {} };
};
