import type { Family } from '../feature.js';

/**
 * The sentences of one feature. In braces stand what `describeFeature` fills in: the person's number
 * as {days}, {share}, {times}, …; {window}, {period} and {which} say which instalments are meant.
 */
export interface Sentences {
  reason: string;
  strength: string;
  /** Instead of both where the number is 0. */
  zero?: string;
  /** Instead of both where the number is below 0; the sentence has the number without its sign. */
  negative?: string;
  /** Instead of both where a missing value is itself a fact. */
  missing?: string;
}

export type Noun = 'day' | 'instalment' | 'loan' | 'dueDate' | 'occasion' | 'point';

export interface LanguageWords {
  locale: string;
  families: Readonly<Record<Family, string>>;
  nouns: Readonly<Record<Noun, { one: string; other: string }>>;
  /** Instalments due in the last `{days}`, and in the whole history. */
  window: { last: string; all: string };
  /** In the last `{days}`. */
  period: string;
  /** From the newest instalment on. */
  which: readonly string[];
  littleHistory: string;
  /** Where a window is empty: nothing fell due in the last `{days}`. */
  nothingDue: string;
  /** As {times}, where something is as large as something else. */
  asMuch: string;
  attribute: Sentences & { missing: string; rare: string; unseen: string; yes: string; no: string };
}

export interface LanguageTexts extends LanguageWords {
  /** By the part of the feature's code before the dot. */
  features: Readonly<Record<string, Sentences>>;
}

export function tell(reason: string, strength: string, zero?: string): Sentences {
  return zero === undefined ? { reason, strength } : { reason, strength, zero };
}

/** As `tell`, for what may never have happened. */
export function tellIfEver(
  reason: string,
  strength: string,
  never: string,
  zero?: string,
): Sentences {
  return { ...tell(reason, strength, zero), missing: never };
}

/** Told in the same words whatever it did to the score. */
export function fact(text: string, zero?: string, negative?: string): Sentences {
  return { ...tell(text, text, zero), ...(negative !== undefined && { negative }) };
}

/** Puts the parts in where their names stand in braces. */
export function fill(template: string, part: (name: string) => string): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => part(name));
}
