import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { studentQuantile90 } from './student.js';

const quantiles: [number, number][] = JSON.parse(
  readFileSync(new URL('../../fixtures/student.json', import.meta.url), 'utf8'),
);

describe('studentQuantile90', () => {
  it.each(quantiles)('is right to three digits with %d degrees of freedom', (degrees, expected) => {
    expect(Math.abs(studentQuantile90(degrees) - expected)).toBeLessThan(2e-3);
  });
});
