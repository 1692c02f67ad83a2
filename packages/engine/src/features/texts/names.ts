/** What columns are called, without a person's number. */
export interface LanguageNames {
  /** Put after the name of a feature that looks at the last `{days}`, or at the whole history. */
  window: { last: string; all: string };
  /** Put after the name of one that weighs the newest most: the weight halves every `{instalments}`. */
  halfLife: string;
  /** Put after the name of one about a single instalment, from the newest on. */
  which: readonly string[];
  /** In place of a value that is not known. */
  unknown: string;
  /** In place of a value that is missing because nothing of the kind happened. */
  never: string;
  /** By the part of the feature's code before the dot; `noHistory` stands for all inputs at once. */
  features: Readonly<Record<string, string>>;
}
