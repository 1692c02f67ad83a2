import { describe, expect, it } from 'vitest';
import { languageAccepted } from './language.js';

describe('languageAccepted', () => {
  it('takes the best language that there is', () => {
    expect(languageAccepted('pt-BR,pt;q=0.9,en;q=0.8')).toBe('pt');
    expect(languageAccepted('fr, es-419;q=0.7, en;q=0.9')).toBe('en');
    expect(languageAccepted('de')).toBeNull();
    expect(languageAccepted('')).toBeNull();
  });

  it('passes over what is refused', () => {
    expect(languageAccepted('es;q=0, en;q=0.1')).toBe('en');
  });
});
