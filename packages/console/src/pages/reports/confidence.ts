/** How confidence is put in words. */
export type ConfidenceLevel = 'veryLow' | 'low' | 'medium' | 'high' | 'veryHigh';

/**
 * Level of a confidence from 0 to 100. A year of monthly instalments gives about 57, which is `medium`:
 * the range of the score is still wide then.
 */
export function confidenceLevel(confidence: number): ConfidenceLevel {
  if (confidence < 20) return 'veryLow';
  if (confidence < 40) return 'low';
  if (confidence < 65) return 'medium';
  return confidence < 85 ? 'high' : 'veryHigh';
}
