import { AttributeCollector } from '../features/attribute-kinds.js';
import {
  computeFeatures,
  createFeatureSpace,
  type FeatureSpace,
} from '../features/feature-space.js';
import type { Day, History, SettlementRule } from '../features/history.js';
import { historyLadder } from '../features/ladder.js';
import { MedianCollector } from '../features/medians.js';
import type { TrainingData } from '../training/training.js';
import { type DemoOptions, generateCustomer } from './customer.js';
import { expectedOutcome } from './expected-outcome.js';
import { historyOf } from './history.js';
import { outcomeAfter } from './outcome.js';
import { viewOn } from './view.js';

/** A customer of a demo portfolio as a lender's engine sees it, with what only the generator knows. */
export interface DemoRow {
  referenceId: string;
  history: History;
  bad: boolean;
  /** Exact chance of going bad, given this history. */
  expected: number;
}

/** Customers whose histories are cut short to learn what depth is worth. */
const LADDERS = 500;

const RULE: SettlementRule = {
  settledBy: 'fullAmount',
  materiality: { absoluteMinor: 0, relative: 0 },
};

/** The customers with numbers from `from` to before `to`, but those who were already bad on the day. */
export function demoRows(options: DemoOptions, { from, to }: { from: number; to: number }) {
  return Array.from({ length: to - from }, (_, index) => index + from).flatMap(
    (index): DemoRow[] => {
      const customer = generateCustomer(index, options);
      const view = viewOn(customer, options.asOf);
      const expected = expectedOutcome(view);
      const bad = outcomeAfter(customer, options.asOf);
      if (expected === null || bad === null) return [];
      return [{ referenceId: customer.referenceId, history: historyOf(view), bad, expected }];
    },
  );
}

/** The feature space that a training on these histories has. */
export function demoSpace(histories: readonly History[]): FeatureSpace {
  const medians = new MedianCollector();
  const attributes = new AttributeCollector();
  for (const history of histories) {
    history.instalments.forEach((instalment) => {
      medians.add(instalment);
    });
    attributes.add(history.attributes);
  }
  return createFeatureSpace({
    rule: RULE,
    medians: medians.medians(),
    attributes: attributes.specs(),
  });
}

/** What a training learns from these customers. */
export function demoTable(rows: readonly DemoRow[], asOf: Day): TrainingData<FeatureSpace> {
  const featureSpace = demoSpace(rows.map(({ history }) => history));
  const viewpoint = { asOf, observedThrough: asOf };
  const columns = featureSpace.definitions.map(() => new Float64Array(rows.length));
  rows.forEach(({ history }, row) => {
    computeFeatures(featureSpace, history, viewpoint).forEach((value, column) => {
      columns[column][row] = value;
    });
  });
  return {
    featureSpace,
    columns,
    labels: Uint8Array.from(rows, ({ bad }) => Number(bad)),
    customers: rows.map(({ referenceId }) => referenceId),
    asOf: new Int32Array(rows.length).fill(asOf),
    ladders: rows
      .slice(0, LADDERS)
      .map(({ history }) => historyLadder(featureSpace, history, viewpoint)),
  };
}
