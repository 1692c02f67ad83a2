export const LANGUAGES = ['en', 'es', 'pt'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Names of the languages, each in itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  es: 'Español',
  pt: 'Português',
};

/** Locales for numbers and dates: Latin American Spanish and Brazilian Portuguese. */
export const LOCALES: Readonly<Record<Language, string>> = { en: 'en', es: 'es-419', pt: 'pt-BR' };

function isLanguage(text: string): text is Language {
  return LANGUAGES.some((language) => language === text);
}

/** The first preference that the console speaks, regardless of region; else English. */
export function chooseLanguage(preferences: readonly (string | null)[]): Language {
  const spoken = preferences.map((tag) => tag?.toLowerCase().split('-', 1)[0] ?? '');
  return spoken.find(isLanguage) ?? 'en';
}
