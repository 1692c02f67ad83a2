import { describe, expect, it } from 'vitest';
import { familyPoints } from './family-points.js';

const feature = (family: string, contribution: number) => ({
  code: `${family}Input`,
  family,
  value: 1,
  contribution,
});
const reason = (family: string, points: number) => ({
  code: `${family}Input`,
  family,
  text: 'text',
  points,
  value: 1,
});

describe('familyPoints', () => {
  it('adds up a family and turns it into the points that the report states', () => {
    const parts = {
      features: [
        feature('tenure', 0.2),
        feature('delinquency', -1.5),
        feature('delinquency', 0.5),
        feature('amount', 0.05),
      ],
      reasons: [reason('delinquency', -20)],
      strengths: [reason('tenure', 4)],
    };
    const points = familyPoints(parts);
    expect(points.map(({ family }) => family)).toEqual(['delinquency', 'tenure', 'amount']);
    expect(points.map((entry) => entry.points)).toEqual([-20, 4, 1].map((p) => expect.closeTo(p)));
  });

  it('is empty when no family moved the score', () => {
    const parts = { features: [feature('tenure', 0)], reasons: [], strengths: [] };
    expect(familyPoints(parts)).toEqual([]);
  });
});
