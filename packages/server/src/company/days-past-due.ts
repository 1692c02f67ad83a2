import { InvalidError } from '../errors.js';

/**
 * Last day past due of each bucket but the open last one, as supervisors class consumer credit. They are where a lender
 * begins, not legal advice: each can set other limits.
 */
const PRESETS = {
  AR: [31, 90, 180, 365],
  BO: [5, 30, 55, 75, 90],
  BR: [14, 30, 60, 90, 120, 150, 180],
  CL: [29, 59, 89],
  CO: [30, 60, 90, 180],
  EC: [8, 15, 30, 45, 70, 90, 120],
  MX: [30, 60, 90, 120, 150, 180],
  PE: [8, 30, 60, 120],
} as const satisfies Readonly<Record<string, readonly number[]>>;

const GENERAL: readonly number[] = [30, 60, 90, 120, 150, 180];

export const PRESET_COUNTRIES = Object.keys(PRESETS);

/** The buckets of a country, or those that are usual where there is no preset for it. */
export function presetBuckets(country: string | null): readonly number[] {
  const presets: Readonly<Record<string, readonly number[] | undefined>> = PRESETS;
  return (country === null ? undefined : presets[country]) ?? GENERAL;
}

/** Throws InvalidError (400) unless every bucket ends later than the one before. */
export function assertBucketsRise(buckets: readonly number[]): void {
  const wrong = buckets.findIndex((day, index) => index > 0 && day <= (buckets[index - 1] ?? 0));
  if (wrong !== -1)
    throw InvalidError.field(
      `settings.daysPastDueBuckets.${wrong}`,
      `must be above the limit before it, which is ${buckets[wrong - 1]}`,
    );
}
