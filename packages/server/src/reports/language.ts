import type { FastifyRequest } from 'fastify';
import { queryChoice } from '../http/query-choice.js';
import { LANGUAGES, type Language } from '../scoring/report-texts.js';

function languageNamed(tag: string): Language | null {
  const primary = tag.trim().toLowerCase().split('-', 1)[0];
  return LANGUAGES.find((language) => language === primary) ?? null;
}

/** The best of the languages that there are, by the header of RFC 9110 §12.5.4; null when it names none. */
export function languageAccepted(header: string): Language | null {
  const ranked = header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';');
      const quality = parameters.map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find(Boolean);
      return { language: languageNamed(tag), quality: Number(quality ?? 1) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return ranked.find(({ language }) => language !== null)?.language ?? null;
}

/** `?lang=`, else what the header accepts, else the company's language, else English. Throws InvalidError (400). */
export function languageOf(request: FastifyRequest, locale: Language | null): Language {
  return (
    queryChoice(request, 'lang', LANGUAGES) ??
    languageAccepted(request.headers['accept-language'] ?? '') ??
    locale ??
    'en'
  );
}
