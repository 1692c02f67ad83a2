import type { AttributeValue } from '../features/history.js';
import type { Random } from '../random.js';
import { pickShare } from './behaviour.js';
import type { Country } from './countries.js';

/** An attribute that says something about the hidden type: its categories, with their shares by type. */
interface TellingAttribute {
  key: string;
  /** `shares[type][category]`. */
  shares: readonly (readonly number[])[];
  draw(category: number, random: Random, country: Country): AttributeValue;
  categoryOf(value: AttributeValue, country: Country): number;
}

function words(
  key: string,
  values: readonly AttributeValue[],
  shares: readonly (readonly number[])[],
): TellingAttribute {
  return {
    key,
    shares,
    draw: (category) => values[category],
    categoryOf: (value) => values.indexOf(value),
  };
}

/** Bands between `edges`; a last share beyond the bands is that of customers who do not say. */
function bands(
  key: string,
  edges: readonly number[],
  options: {
    shares: readonly (readonly number[])[];
    /** What the edges are multiples of, and what the values are. */
    unit: (country: Country) => number;
    roundTo: (country: Country) => number;
  },
): TellingAttribute {
  return {
    key,
    shares: options.shares,
    draw: (category, random, country) => {
      if (category === edges.length - 1) return null;
      const roundTo = options.roundTo(country);
      const first = Math.ceil((edges[category] * options.unit(country)) / roundTo);
      const end = Math.ceil((edges[category + 1] * options.unit(country)) / roundTo);
      return (first + random.integer(end - first)) * roundTo;
    },
    categoryOf: (value, country) => {
      if (typeof value !== 'number') return edges.length - 1;
      const multiple = value / options.unit(country);
      return edges.findIndex((_, index) => multiple < edges[index + 1]);
    },
  };
}

const one = () => 1;

/** Types: stable, ordinary, fragile. */
const TELLING_ATTRIBUTES: readonly TellingAttribute[] = [
  words(
    'employment',
    ['public', 'salaried', 'retired', 'independent', 'informal'],
    [
      [0.2, 0.5, 0.1, 0.13, 0.07],
      [0.1, 0.44, 0.06, 0.23, 0.17],
      [0.04, 0.3, 0.04, 0.27, 0.35],
    ],
  ),
  bands('income', [0.7, 1.2, 1.8, 3, 6], {
    unit: (country) => country.minimumWage,
    roundTo: (country) => country.roundTo,
    shares: [
      [0.15, 0.27, 0.32, 0.21, 0.05],
      [0.25, 0.33, 0.24, 0.1, 0.08],
      [0.42, 0.29, 0.12, 0.04, 0.13],
    ],
  }),
  bands('monthsInJob', [0, 6, 24, 60, 240], {
    unit: one,
    roundTo: one,
    shares: [
      [0.06, 0.2, 0.3, 0.4, 0.04],
      [0.14, 0.31, 0.28, 0.21, 0.06],
      [0.31, 0.35, 0.17, 0.08, 0.09],
    ],
  }),
  words(
    'housing',
    ['owner', 'mortgage', 'family', 'rented'],
    [
      [0.36, 0.15, 0.25, 0.24],
      [0.25, 0.1, 0.32, 0.33],
      [0.13, 0.04, 0.4, 0.43],
    ],
  ),
  words(
    'channel',
    ['branch', 'agent', 'online'],
    [
      [0.45, 0.25, 0.3],
      [0.36, 0.27, 0.37],
      [0.25, 0.3, 0.45],
    ],
  ),
  bands('dependants', [0, 1, 2, 3, 6], {
    unit: one,
    roundTo: one,
    shares: [
      [0.34, 0.24, 0.24, 0.18, 0],
      [0.3, 0.23, 0.24, 0.23, 0],
      [0.24, 0.22, 0.25, 0.29, 0],
    ],
  }),
  words(
    'bankAccount',
    [true, false],
    [
      [0.88, 0.12],
      [0.76, 0.24],
      [0.58, 0.42],
    ],
  ),
];

const REGIONS = ['north', 'centre', 'south', 'capital'];
const PRODUCTS = ['personal', 'homeAppliances', 'motorcycle', 'education'];

/** Attributes of a customer of this type; region and product say nothing about it. */
export function drawAttributes(
  type: number,
  country: Country,
  random: Random,
): Record<string, AttributeValue> {
  const attributes: Record<string, AttributeValue> = {};
  for (const attribute of TELLING_ATTRIBUTES) {
    const index = pickShare(attribute.shares[type], random.uniform());
    attributes[attribute.key] = attribute.draw(index, random, country);
  }
  attributes.region = REGIONS[random.integer(REGIONS.length)];
  attributes.product = PRODUCTS[random.integer(PRODUCTS.length)];
  return attributes;
}

/** How likely the telling attributes are for a customer of this type; where one is absent it counts 1. */
export function attributeLikelihood(
  type: number,
  attributes: Readonly<Record<string, AttributeValue>>,
  country: Country,
): number {
  return TELLING_ATTRIBUTES.reduce((product, { key, shares, categoryOf }) => {
    if (!(key in attributes)) return product;
    return product * shares[type][categoryOf(attributes[key], country)];
  }, 1);
}
