/** How confidence is put in words. */
export type ConfidenceLevel = 'veryLow' | 'low' | 'medium' | 'high' | 'veryHigh';

/** Level of a confidence from 0 to 100, in fifths. */
export function confidenceLevel(confidence: number): ConfidenceLevel {
  if (confidence < 20) return 'veryLow';
  if (confidence < 40) return 'low';
  if (confidence < 60) return 'medium';
  return confidence < 80 ? 'high' : 'veryHigh';
}
