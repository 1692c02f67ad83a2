import { Stack, Text } from '@mantine/core';
import { useTexts } from '../i18n/use-texts.js';
import { paths } from '../paths.js';
import { Notice } from '../ui/notice.js';
import { PageLink } from './links.js';
import { PageTitle } from './page-title.js';

/** An address that leads nowhere. */
export function NotFoundPage() {
  const { t } = useTexts();
  return (
    <Stack gap="sm">
      <PageTitle>{t('error.notFound')}</PageTitle>
      <Text>{t('error.notFoundText')}</Text>
      <PageLink to={paths.reports}>{t('error.toReports')}</PageLink>
    </Stack>
  );
}

/** A page that failed while it was drawn. */
export function CrashedPage() {
  const { t } = useTexts();
  return (
    <Notice tone="problem" isAlert title={t('error.title')}>
      {t('error.crashed')}
    </Notice>
  );
}
