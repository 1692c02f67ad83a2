import { describe, expect, it } from 'vitest';
import { dayFromIso } from './days.js';
import { ProtectedGroups, protectedKeysOf } from './protected-groups.js';

const NOBODY = {
  gender: null,
  maritalStatus: null,
  dateOfBirth: null,
  addressState: null,
  addressCity: null,
};
const DAY = dayFromIso('2026-06-30');

function namesIn({ groups, groupOf }: { groups: readonly string[]; groupOf: Int32Array }) {
  return Array.from(groupOf, (group) => groups[group] ?? null);
}

describe('protectedKeysOf', () => {
  const customers = Array.from({ length: 40 }, (_, at) => ({
    attributes: { estadoCivil: 'soltero', idade: 20 + at, partner: at % 2 === 0, income: at },
  }));

  it('finds what the name or the lender says, and cuts numbers into four bands', () => {
    expect(protectedKeysOf(customers, ['partner', 'unseen'])).toEqual([
      { key: 'estadoCivil', bandsFrom: [] },
      { key: 'idade', bandsFrom: [30, 40, 50] },
      { key: 'partner', bandsFrom: [] },
    ]);
  });

  it('leaves a few numbers as they are, and audits 20 attributes at most', () => {
    const few = customers.map((_, at) => ({ attributes: { edad: at % 10 } }));
    expect(protectedKeysOf(few, [])).toEqual([{ key: 'edad', bandsFrom: [] }]);
    const keys = Array.from({ length: 25 }, (_, at) => `sexo ${String.fromCharCode(97 + at)}`);
    const many = keys.map((_, at) => ({
      attributes: Object.fromEntries(keys.slice(0, at + 1).map((key) => [key, 'x'])),
    }));
    expect(protectedKeysOf(many, []).map(({ key }) => key)).toEqual(keys.slice(0, 20));
  });
});

describe('ProtectedGroups', () => {
  it('tells the groups of each row, as of its day, and of what nobody has nothing', () => {
    const groups = new ProtectedGroups([{ key: 'idade', bandsFrom: [30, 40, 50] }], 9);
    const born = { ...NOBODY, gender: 'female', dateOfBirth: dayFromIso('2000-07-01') };
    groups.add({ person: born, attributes: { idade: 29.5 } }, DAY);
    groups.add({ person: born, attributes: { idade: 30 } }, DAY + 1);
    groups.add({ person: { ...NOBODY, addressCity: '' }, attributes: {} }, DAY);
    groups.add({ person: { ...NOBODY, gender: 'male' }, attributes: { idade: 99 } }, DAY);
    groups.add({ person: NOBODY, attributes: { idade: 'thirty' } }, DAY);
    const fields = groups.fields();
    expect(fields.map((field) => [field.field, namesIn(field)])).toEqual([
      ['age', ['under26', '26to35', null, null, null]],
      ['attribute:idade', ['below 30', '30 to below 40', null, '50 or more', 'thirty']],
      ['gender', ['female', 'female', null, 'male', null]],
    ]);
  });
});
