import { compileMessage } from '@lingui/message-utils/compileMessage';
import { describe, expect, it } from 'vitest';
import { en } from './en.js';
import { es } from './es.js';
import { pt } from './pt.js';

/** Names that a text expects values for, sorted. */
function placeholders(text: string): string[] {
  const names = [...text.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1] ?? '');
  return [...new Set(names)].sort();
}

describe.each(Object.entries({ es, pt }))('catalogue %s', (_language, catalogue) => {
  it('has exactly the texts of the English one', () => {
    expect(Object.keys(catalogue).sort()).toEqual(Object.keys(en).sort());
  });

  it('asks for the same values in every text', () => {
    const asked = (texts: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(texts).map(([id, text]) => [id, placeholders(text)]));
    expect(asked(catalogue)).toEqual(asked(en));
  });
});

describe.each(Object.entries({ en, es, pt }))('texts of %s', (_language, catalogue) => {
  it('are not empty and compile', () => {
    for (const [id, text] of Object.entries(catalogue)) {
      expect(text.trim(), id).not.toBe('');
      expect(
        compileMessage(text, (part) => part),
        id,
      ).toBeTruthy();
    }
  });
});
