import { describe, expect, it } from 'vitest';
import { createRandom, hashText } from './random.js';

describe('createRandom', () => {
  it('gives the same numbers for the same seed and others for another seed or stream', () => {
    const draw = (seed: number | string, stream?: string) => {
      const random = createRandom(seed, stream);
      return Array.from({ length: 5 }, () => random.uniform());
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(draw(7, 'a')).not.toEqual(draw(7, 'b'));
  });

  it('fills an integer range evenly', () => {
    const random = createRandom(1);
    const counts = [0, 0, 0, 0, 0, 0];
    for (let draw = 0; draw < 60000; draw++) counts[random.integer(6)] += 1;
    // Chi-square with 5 degrees of freedom stays under 20.5 in 999 of 1000 seeds.
    expect(counts.reduce((sum, count) => sum + (count - 10000) ** 2 / 10000, 0)).toBeLessThan(20.5);
  });

  it('draws normals of mean 0 and variance 1', () => {
    const random = createRandom(2);
    const values = Array.from({ length: 40000 }, () => random.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.03);
  });
});

describe('hashText', () => {
  it('is stable', () => {
    expect([hashText(''), hashText('a'), hashText('ñandú')]).toMatchInlineSnapshot(`
      [
        2872998923,
        444641715,
        1041167996,
      ]
    `);
  });
});
