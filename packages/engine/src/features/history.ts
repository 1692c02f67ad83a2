/** A calendar day as a count of days since 1970-01-01; it has no time zone. */
export type Day = number;

/** Money received for one instalment. A correction or a reversal is a receipt too, with a negative amount. */
export interface Receipt {
  amountMinor: number;
  /** Null in the first recorded state of an instalment for which nothing had been received. */
  receivedOn: Day | null;
  /** Milliseconds since the epoch at which the server learned of it. */
  recordedAt: number;
}

/** One instalment of a customer's history; the API calls it a payment. */
export interface Instalment {
  amountDueMinor: number;
  dueDate: Day;
  /** In the order in which they were recorded. */
  receipts: readonly Receipt[];
  /** Groups the instalments of one loan. */
  loan: string | null;
  /** Day on which the loan was granted. */
  openedOn: Day | null;
  restructured: boolean;
  currency: string | null;
}

export type AttributeValue = number | string | boolean | null;

/** All that the engine knows about one customer. */
export interface History {
  instalments: readonly Instalment[];
  attributes: Readonly<Record<string, AttributeValue>>;
}

/** What counts as settled and from which amount on arrears matter; part of the model. */
export interface SettlementRule {
  /** `anyPayment`: the first money received settles the instalment (revolving credit). */
  settledBy: 'fullAmount' | 'anyPayment';
  /** Arrears count while they exceed both parts. */
  materiality: { absoluteMinor: number; relative: number };
}

/** The view in time from which a history is read. */
export interface Viewpoint {
  asOf: Day;
  /** Last day, on or before `asOf`, up to which the portfolio's receipts are complete. */
  observedThrough: Day;
}
