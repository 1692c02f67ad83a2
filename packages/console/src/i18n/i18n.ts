import { i18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { en } from './en.js';
import { es } from './es.js';
import { chooseLanguage, type Language, LOCALES } from './language.js';
import { pt } from './pt.js';

const STORED = 'maia.language';
const CATALOGUES = { en, es, pt };

/** Shows the console in a language, numbers and dates in its locale, and remembers the choice. */
export function activateLanguage(language: Language): void {
  i18n.loadAndActivate({
    locale: language,
    locales: LOCALES[language],
    messages: CATALOGUES[language],
  });
  document.documentElement.lang = LOCALES[language];
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(STORED, language);
  activateLanguage(language);
}

/** Starts in the remembered language, else in the browser's. */
export function startLanguage(): void {
  i18n.setMessagesCompiler(compileMessage);
  activateLanguage(chooseLanguage([localStorage.getItem(STORED), ...navigator.languages]));
}

export { i18n };
