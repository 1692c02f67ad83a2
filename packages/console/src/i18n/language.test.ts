import { describe, expect, it } from 'vitest';
import { chooseLanguage } from './language.js';

describe('chooseLanguage', () => {
  it.each([
    [[null, 'pt-BR', 'en'], 'pt'],
    [['es', 'en-US'], 'es'],
    [['fr-FR', 'es-419'], 'es'],
    [['fr'], 'en'],
    [[], 'en'],
  ])('%j is %s', (preferences, language) => {
    expect(chooseLanguage(preferences)).toBe(language);
  });
});
