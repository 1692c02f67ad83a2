import { describe, expect, it } from 'vitest';
import { InvalidError } from '../errors.js';
import { completeSettings, mergeSettings, settingsInUse, shownSettings } from './settings.js';

const current = completeSettings({});

describe('mergeSettings', () => {
  it('changes what is sent and brings back defaults for null', () => {
    const changed = mergeSettings(current, {
      locale: 'es',
      timeZone: 'America/Bogota',
      cutOff: 40,
    });
    expect(changed).toEqual({
      ...current,
      locale: 'es',
      timeZone: 'America/Bogota',
      cutOff: 40,
    });
    expect(mergeSettings(changed, { locale: null, timeZone: null, cutOff: null })).toEqual(current);
  });

  it('merges marks of attributes key by key and field by field', () => {
    const marked = mergeSettings(current, {
      attributes: { income: { role: 'income' }, 'estado civil': { protected: true } },
    });
    const changed = mergeSettings(marked, {
      attributes: { income: { ignored: true }, 'estado civil': null },
    });
    expect(changed.attributes).toEqual({ income: { role: 'income', ignored: true } });
    expect(mergeSettings(changed, { attributes: null }).attributes).toEqual({});
  });

  it('changes the default definition and the retention field by field', () => {
    const first = mergeSettings(current, {
      target: { settledBy: 'anyPayment', badDays: 60 },
      retention: { reportDays: 365 },
      registration: false,
      emailConfirmation: true,
    });
    const second = mergeSettings(first, { target: { badDays: 90 }, registration: null });
    expect(second.target).toEqual({
      ...current.target,
      settledBy: 'anyPayment',
      badDays: 90,
    });
    expect(second).toMatchObject({ registration: true, emailConfirmation: true });
    expect(second.retention).toEqual({ reportDays: 365 });
    expect(mergeSettings(second, { target: null, retention: null })).toMatchObject({
      target: current.target,
      retention: current.retention,
    });
  });

  it('takes the buckets of the country until others are set', () => {
    const bucketsWith = (update: Parameters<typeof mergeSettings>[1]) =>
      settingsInUse(mergeSettings(current, update)).daysPastDueBuckets;
    expect(bucketsWith({})).toEqual([30, 60, 90, 120, 150, 180]);
    expect(bucketsWith({ country: 'PE' })).toEqual([8, 30, 60, 120]);
    expect(bucketsWith({ country: 'UY' })).toEqual(bucketsWith({}));
    expect(bucketsWith({ country: 'PE', daysPastDueBuckets: [15, 45] })).toEqual([15, 45]);
  });

  it('shows attributes that customers have beside those that are marked, and takes them back', () => {
    const marked = mergeSettings(current, { attributes: { income: { role: 'income' } } });
    const shown = shownSettings(marked, [
      { key: 'edad', type: 'number' },
      { key: 'income', type: 'number' },
      { key: 'income', type: 'string' },
    ]);
    expect(shown.attributes).toEqual({
      edad: { types: ['number'], protected: true, byName: true, ignored: false, role: null },
      income: {
        types: ['number', 'string'],
        protected: false,
        byName: false,
        ignored: false,
        role: 'income',
      },
    });
    const again = mergeSettings(marked, { attributes: shown.attributes });
    expect(shownSettings(again, []).attributes.edad).toMatchObject({ types: [], protected: true });
  });

  it.each([
    [{ daysPastDueBuckets: [30, 30] }],
    [{ target: { materiality: { absolute: 0.001, relative: 0 } } }],
    [{ attributes: { sexo: { protected: false } } }],
    [{ scoreScale: { ...current.scoreScale, min: 100 } }],
    [{ cutOff: 101 }],
    [{ cutOff: 400, scoreScale: { ...current.scoreScale, max: 300 } }],
    [{ timeZone: 'America/Nowhere' }],
    [{ attributes: { 'a.b': { protected: true } } }],
    [{ attributes: { '': { protected: true } } }],
  ])('refuses %j', (update) => {
    expect(() => mergeSettings(current, update)).toThrow(InvalidError);
  });
});
