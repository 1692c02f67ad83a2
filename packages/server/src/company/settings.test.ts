import { describe, expect, it } from 'vitest';
import { InvalidError } from '../errors.js';
import { completeSettings, DEFAULT_SETTINGS, mergeSettings } from './settings.js';

const current = completeSettings({});

describe('mergeSettings', () => {
  it('changes what is sent and brings back defaults for null', () => {
    const changed = mergeSettings(current, {
      locale: 'es',
      timeZone: 'America/Bogota',
      cutOff: 40,
    });
    expect(changed).toEqual({
      ...DEFAULT_SETTINGS,
      locale: 'es',
      timeZone: 'America/Bogota',
      cutOff: 40,
    });
    expect(mergeSettings(changed, { locale: null, timeZone: null, cutOff: null })).toEqual(
      DEFAULT_SETTINGS,
    );
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

  it.each([
    [{ scoreScale: { ...DEFAULT_SETTINGS.scoreScale, min: 100 } }],
    [{ cutOff: 101 }],
    [{ cutOff: 400, scoreScale: { ...DEFAULT_SETTINGS.scoreScale, max: 300 } }],
    [{ timeZone: 'America/Nowhere' }],
    [{ attributes: { 'a.b': { protected: true } } }],
    [{ attributes: { '': { protected: true } } }],
  ])('refuses %j', (update) => {
    expect(() => mergeSettings(current, update)).toThrow(InvalidError);
  });
});
