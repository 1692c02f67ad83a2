import { describe, expect, it } from 'vitest';
import { type CutOffSettings, cutOffOf } from './cut-off.js';

const company = (cutOff: number | null): CutOffSettings => ({
  settings: {
    scoreScale: { min: 300, max: 850, baseScore: 600, baseOdds: 20, pdo: 40 },
    cutOff,
  },
});

describe('cutOffOf', () => {
  it('is the setting, for a score on the same scale', () => {
    expect(cutOffOf({ scale: { min: 300, max: 850 } }, company(620))).toBe(620);
    expect(cutOffOf({ scale: { min: 300, max: 850 } }, company(null))).toBeNull();
  });

  it('is unknown for a score on another scale, and without the settings', () => {
    expect(cutOffOf({ scale: { min: 0, max: 100 } }, company(620))).toBeNull();
    expect(cutOffOf({ scale: { min: 300, max: 850 } }, null)).toBeNull();
  });
});
