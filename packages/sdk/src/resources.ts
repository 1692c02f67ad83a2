import type { paths } from './generated/schema.js';

type Answer<Operation> = Operation extends {
  responses: { 200: { content: { 'application/json': infer Body } } };
}
  ? Body
  : never;

/** A score with everything that explains it; unprocessed until a model is active. */
export type Report = Answer<paths['/reports/{id}']['get']>;

/** What lowered (reason) or raised (strength) a score, by family. */
export type ReportReason = Report['reasons'][number];

/** One input of the score and what it added, in log-odds of paying. */
export type ReportFeature = Report['features'][number];

/** A report as lists give it. */
export type ReportSummary = Answer<paths['/reports']['get']>[number];

export type Training = Answer<paths['/trainings']['get']>[number];

export type Company = Answer<paths['/company']['get']>[number];
