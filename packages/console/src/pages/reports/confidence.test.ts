import { describe, expect, it } from 'vitest';
import { confidenceLevel } from './confidence.js';

describe('confidenceLevel', () => {
  it.each([
    [0, 'veryLow'],
    [19.9, 'veryLow'],
    [20, 'low'],
    [57, 'medium'],
    [74, 'high'],
    [84.9, 'high'],
    [100, 'veryHigh'],
  ] as const)('%d is %s', (confidence, level) => {
    expect(confidenceLevel(confidence)).toBe(level);
  });
});
