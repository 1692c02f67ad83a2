import {
  AttributeCollector,
  createFeatureSpace,
  type Day,
  type FeatureSpace,
  type Finding,
  type Instalment,
  MedianCollector,
  PaymentChecks,
  type TrainingData,
} from '@maia/engine';
import type { Transaction } from '../db/transaction.js';
import { countReceipts, observedThroughOf, type ReceiptCounts } from './observed-through.js';
import { type Chosen, chooseFromPayments, selectOutcomes } from './outcome-choice.js';
import {
  countCustomers,
  hasOutcomes,
  readCustomersWithOutcomes,
  readCustomersWithPayments,
  readHistories,
  type TrainingCustomer,
} from './portfolio-reader.js';
import { type PortfolioReport, portfolioReport, surveyFor } from './portfolio-report.js';
import { ProtectedGroups, protectedKeysOf } from './protected-groups.js';
import { RowBuilder } from './row-builder.js';
import type { OnProgress, TrainingRequest } from './training-request.js';

/** The rows that a model is learned from, what was left out, and what the portfolio shows. */
export interface TrainingTable {
  data: TrainingData<FeatureSpace>;
  exclusions: { reason: string; rows: number }[];
  /** Features that must not be used because past rows cannot know what today's can. */
  unknowable: { code: string; reason: string }[];
  portfolio: PortfolioReport;
  /** What looks wrong in the payments of the portfolio. */
  findings: readonly Finding[];
}

/**
 * Reads the portfolio in two passes, first all payments for the medians, the tables and the target, then the features of every
 * customer to learn from. The transaction must show one snapshot (repeatable read), so that both passes see the same.
 */
export async function readTrainingTable(
  trx: Transaction,
  request: TrainingRequest,
  onProgress: OnProgress,
): Promise<TrainingTable> {
  onProgress(0, 'reading the portfolio');
  const source = request.target.source ?? ((await hasOutcomes(trx)) ? 'outcomes' : 'payments');
  const observedThrough = observedThroughBy(await countReceipts(trx), request.observedThrough);
  const seen = { source, observedThrough: observedThrough(request.asOf ?? request.today) };
  const survey = surveyFor(request, seen);
  const medians = new MedianCollector();
  const checks = new PaymentChecks(request.today);
  await readHistories(trx, 'everyone', (_, instalments) => {
    for (const instalment of instalments) medians.add(instalment);
    survey.add(instalments);
    checks.add(instalments);
  });
  const portfolio = portfolioReport(survey, request, seen);
  const customers =
    source === 'outcomes'
      ? await readCustomersWithOutcomes(trx)
      : await readCustomersWithPayments(trx);
  const chosen =
    portfolio.target === null
      ? selectOutcomes(customers, request)
      : chooseFromPayments(customers, portfolio.target, request);
  const space = createFeatureSpace({
    rule: request.rule,
    medians: medians.medians(),
    attributes: attributesOf(customers, request),
  });
  const builder = new RowBuilder(
    space,
    { rowsMax: chosen.rowsMax, customers: customers.size },
    observedThrough,
  );
  const protectedKeys = protectedKeysOf(customers.values(), request.attributes.protected);
  const groups = new ProtectedGroups(protectedKeys, chosen.rowsMax);
  await addRows(trx, { builder, groups }, { customers, chosen, onProgress });
  return {
    data: { ...builder.data(), protectedFields: groups.fields() },
    exclusions: chosen.exclusions,
    unknowable: builder.unknowable(),
    portfolio,
    findings: checks.findings({
      customers: await countCustomers(trx),
      asOf: request.asOf ?? request.today,
      observedThrough: seen.observedThrough,
    }),
  };
}

/** Share of the reading that is done when the first pass ends. */
const FIRST_PASS = 0.3;

async function addRows(
  trx: Transaction,
  { builder, groups }: { builder: RowBuilder; groups: ProtectedGroups },
  run: { customers: Map<string, TrainingCustomer>; chosen: Chosen; onProgress: OnProgress },
): Promise<void> {
  const { customers, chosen, onProgress } = run;
  const total = customers.size;
  const add = (customer: TrainingCustomer, instalments: readonly Instalment[]) => {
    const outcomes = chosen.outcomesOf(customer, instalments);
    builder.add(customer, instalments, outcomes);
    for (const { asOf } of outcomes) groups.add(customer, asOf);
  };
  await readHistories(trx, chosen.whose, (customerId, instalments) => {
    const customer = customers.get(customerId);
    if (customer === undefined) return;
    add(customer, instalments);
    customers.delete(customerId);
    const done = total - customers.size;
    if (done % 256 === 0)
      onProgress(FIRST_PASS + ((1 - FIRST_PASS) * done) / total, 'computing features');
  });
  // Those who are left have no payments.
  for (const customer of customers.values()) add(customer, []);
}

function attributesOf(customers: ReadonlyMap<string, TrainingCustomer>, request: TrainingRequest) {
  const collector = new AttributeCollector();
  for (const { attributes } of customers.values()) collector.add(attributes);
  return collector.specs({
    exclude: new Set(request.attributes.exclude),
    roles: request.attributes.roles,
  });
}

function observedThroughBy(counts: ReceiptCounts, set: Day | null): (asOf: Day) => Day {
  const byAsOf = new Map<Day, Day>();
  return (asOf) => {
    let day = byAsOf.get(asOf);
    if (day === undefined) {
      day = set === null ? observedThroughOf(counts, asOf) : Math.min(set, asOf);
      byAsOf.set(asOf, day);
    }
    return day;
  };
}
