export const LANGUAGES = ['en', 'es', 'pt'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Reasons are grouped by family, so that one fact is told once. */
export type Family =
  | 'delinquency'
  | 'payment'
  | 'trend'
  | 'tenure'
  | 'amount'
  | 'attribute'
  | 'littleHistory';

/** `rises`: a higher value can only mean more risk; `falls`: only less; `free`: learned from the data. */
export type RiskDirection = 'rises' | 'falls' | 'free';

/** `ratio` is how many times, `growth` the natural logarithm of a ratio, `value` a number of the lender's own. */
export type FeatureUnit =
  | 'days'
  | 'months'
  | 'count'
  | 'share'
  | 'ratio'
  | 'growth'
  | 'value'
  | 'category';

/** What the model needs to know about a column besides its numbers. */
export interface FeatureDefinition {
  /** Stable across versions; `attribute:<key>` for the lender's own attributes. */
  code: string;
  family: Family;
  unit: FeatureUnit;
  direction: RiskDirection;
  /** Whether the customer can change it by acting. */
  actionable: boolean;
  /**
   * A missing value is a fact about the customer, that nothing of the kind ever happened, and not something that is not
   * known.
   */
  missingTells?: boolean;
  /** For unit `category`: the values behind the codes 0, 1, …; −1 is a value not seen in training. */
  categories?: readonly string[];
}
