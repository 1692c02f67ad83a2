import { NativeSelect } from '@mantine/core';
import { rememberLanguage } from '../i18n/i18n.js';
import { LANGUAGE_NAMES, LANGUAGES } from '../i18n/language.js';
import { useTexts } from '../i18n/use-texts.js';

export function LanguageSwitch() {
  const { t, language } = useTexts();
  return (
    <NativeSelect
      aria-label={t('app.language')}
      size="sm"
      value={language}
      data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
      onChange={({ currentTarget }) => {
        const chosen = LANGUAGES.find((value) => value === currentTarget.value);
        if (chosen) rememberLanguage(chosen);
      }}
    />
  );
}
