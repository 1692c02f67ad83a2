/** What a careful analyst would be told about the data. */
export type FindingCode =
  | 'customersWithoutPayments'
  | 'duplicateInstalments'
  | 'instalmentsWithNothingDue'
  | 'instalmentsPaidFarOver'
  | 'receiptsAfterToday'
  | 'receiptsBeforeOpening'
  | 'receiptsLongBeforeDue'
  | 'monthsWithoutReceipts'
  | 'daysWithoutCompleteReceipts'
  | 'constantFeatures'
  | 'nearlyConstantFeatures';

export interface Finding {
  code: FindingCode;
  /** Of what the code names. */
  count: number;
  /** Of all of them; null where all cannot be counted. */
  share: number | null;
  /** Codes of features or months, YYYY-MM, a dozen at most; nothing of any customer. */
  examples: readonly string[];
}

const EXAMPLES_MAX = 12;

/** The finding, or nothing where nothing was found. */
export function findingOf(
  code: FindingCode,
  found: { count: number; all: number | null; examples?: readonly string[] },
): Finding[] {
  const { count, all, examples = [] } = found;
  if (count === 0) return [];
  const share = all === null ? null : count / all;
  return [{ code, count, share, examples: examples.slice(0, EXAMPLES_MAX) }];
}
