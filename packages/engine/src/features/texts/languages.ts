import type { Language } from '../feature.js';
import { ENGLISH } from './en.js';
import { SPANISH } from './es.js';
import { PORTUGUESE } from './pt.js';
import type { LanguageTexts } from './sentences.js';

export const TEXTS: Readonly<Record<Language, LanguageTexts>> = {
  en: ENGLISH,
  es: SPANISH,
  pt: PORTUGUESE,
};
