import { describe, expect, it } from 'vitest';
import { AttributeCollector, CATEGORIES_MAX } from './attribute-kinds.js';
import { attributeDefinition, encodeAttribute, RARE_CATEGORY } from './attributes.js';
import type { AttributeValue } from './history.js';

function specsOf(key: string, values: readonly AttributeValue[]) {
  const collector = new AttributeCollector();
  for (const value of values) collector.add({ [key]: value });
  return collector.specs();
}

function repeat(count: number, value: AttributeValue): AttributeValue[] {
  return Array.from({ length: count }, () => value);
}

describe('the kind of an attribute', () => {
  it('is a number when nearly all values are', () => {
    const values = [...repeat(95, 1500.5), ...repeat(5, 'N/A'), ...repeat(50, null)];
    expect(specsOf('savings', values)).toEqual([{ key: 'savings', kind: 'number' }]);
  });

  it('is a boolean when all values are', () => {
    expect(specsOf('phone', [...repeat(20, true), false])).toEqual([
      { key: 'phone', kind: 'boolean' },
    ]);
  });

  it('is a category otherwise, numbers among the texts included', () => {
    const values = [...repeat(20, 'b'), ...repeat(20, 'a'), ...repeat(20, 3)];
    expect(specsOf('product', values)).toEqual([
      { key: 'product', kind: 'category', categories: ['3', 'a', 'b'] },
    ]);
  });

  it('pools rare values, and those beyond the most frequent ones', () => {
    expect(specsOf('x', [...repeat(20, 'a'), ...repeat(9, 'b')])).toEqual([
      { key: 'x', kind: 'category', categories: [RARE_CATEGORY, 'a'] },
    ]);
    const many = Array.from({ length: CATEGORIES_MAX + 5 }, (_, n) =>
      repeat(50 - (n % 2), `v${n}`),
    );
    const categories = specsOf('y', many.flat())[0]?.categories ?? [];
    expect(categories).toHaveLength(CATEGORIES_MAX + 1);
    expect(categories).toContain('v0');
  });

  it.each([
    ['identifiers', Array.from({ length: 10_050 }, (_, n) => `id-${n}`)],
    ['frequent identifiers', Array.from({ length: 110_000 }, (_, n) => `id-${n % 11_000}`)],
    ['almost never filled', repeat(9, 1)],
  ])('is none for %s', (_, values) => {
    expect(specsOf('key', values)).toEqual([]);
  });

  it('does not depend on the order of the customers', () => {
    const values = [...repeat(12, 'a'), ...repeat(11, 'c'), ...repeat(3, 'b'), ...repeat(15, 2)];
    expect(specsOf('x', [...values].reverse())).toEqual(specsOf('x', values));
  });
});

describe('the attributes of a model', () => {
  const collector = new AttributeCollector();
  for (let customer = 0; customer < 20; customer++) {
    collector.add({ income: 1000 + customer, age: 30, gender: 'male', branch: 'A', note: 'x' });
  }

  it('leave out protected names and what the lender ignores', () => {
    const keys = collector.specs({ exclude: new Set(['note']) }).map(({ key }) => key);
    expect(keys).toEqual(['branch', 'income']);
  });

  it('have the money roles that the lender gave', () => {
    const specs = collector.specs({ roles: { income: 'income', branch: 'creditLimit' } });
    expect(specs.find(({ key }) => key === 'income')?.role).toBe('income');
    expect(specs.find(({ key }) => key === 'branch')).not.toHaveProperty('role');
  });
});

describe('the number of a value', () => {
  it.each([
    ['number', 12.5, 12.5],
    ['number', 'many', Number.NaN],
    ['boolean', true, 1],
    ['boolean', false, 0],
    ['boolean', 'yes', Number.NaN],
    ['category', 'b', 1],
    ['category', 'never seen', -1],
    ['category', null, Number.NaN],
    ['category', '', Number.NaN],
  ] as const)('of kind %s for %j is %d', (kind, value, code) => {
    const spec = { key: 'x', kind, ...(kind === 'category' && { categories: ['a', 'b'] }) };
    expect(encodeAttribute(spec, value)).toBe(code);
  });

  it('of an unseen category is that of the rare ones where there are any', () => {
    const spec = { key: 'x', kind: 'category', categories: [RARE_CATEGORY, 'a'] } as const;
    expect(encodeAttribute(spec, 'never seen')).toBe(0);
  });
});

it('a boolean is a column of two categories', () => {
  expect(attributeDefinition({ key: 'own home', kind: 'boolean' })).toEqual({
    code: 'attribute:own home',
    family: 'attribute',
    unit: 'category',
    direction: 'free',
    actionable: false,
    categories: ['false', 'true'],
  });
});
