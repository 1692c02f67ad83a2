import { addMonths } from '../features/calendar.js';
import type { Day } from '../features/history.js';
import type { Random } from '../random.js';
import { pickShare } from './behaviour.js';
import type { Country } from './countries.js';

/**
 * The fields that a score must not see. Age, gender and marital status lean a little on the hidden
 * type, as they do in real portfolios, so that an audit of fairness has something to find.
 */
export interface Person {
  dateOfBirth: Day;
  gender: 'male' | 'female';
  maritalStatus: 'single' | 'married' | 'separated' | 'widowed';
  addressStreet: string;
  addressNeighborhood: string;
  addressCity: string;
  addressState: string;
  addressCountry: string;
}

const AGE_STARTS = [19, 26, 36, 51, 71];
/** `[type][band]`. */
const AGE_SHARES = [
  [0.12, 0.28, 0.36, 0.24],
  [0.19, 0.32, 0.31, 0.18],
  [0.3, 0.34, 0.24, 0.12],
];
const FEMALE_SHARES = [0.54, 0.5, 0.45];
const MARITAL_STATUSES = ['single', 'married', 'separated', 'widowed'] as const;
/** `[age band][status]`. */
const MARITAL_SHARES = [
  [0.86, 0.12, 0.02, 0],
  [0.52, 0.4, 0.075, 0.005],
  [0.27, 0.53, 0.18, 0.02],
  [0.14, 0.55, 0.2, 0.11],
];

/** A person of this hidden type, with an age on `asOf`. */
export function drawPerson(
  type: number,
  options: { country: Country; asOf: Day; random: Random },
): Person {
  const { country, asOf, random } = options;
  const band = pickShare(AGE_SHARES[type], random.uniform());
  const years = AGE_STARTS[band] + random.integer(AGE_STARTS[band + 1] - AGE_STARTS[band]);
  const place = country.cities[random.integer(country.cities.length)];
  return {
    dateOfBirth: addMonths(asOf, -12 * years) - random.integer(365),
    gender: random.uniform() < FEMALE_SHARES[type] ? 'female' : 'male',
    maritalStatus: MARITAL_STATUSES[pickShare(MARITAL_SHARES[band], random.uniform())],
    addressStreet: `${country.streets[random.integer(country.streets.length)]} ${1 + random.integer(1999)}`,
    addressNeighborhood: place.neighborhoods[random.integer(place.neighborhoods.length)],
    addressCity: place.city,
    addressState: place.state,
    addressCountry: country.name,
  };
}
