import { Button, Divider } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { rememberPage } from '../../api/next-page.js';
import { beginning, providersQuery } from '../../api/providers.js';
import { useTexts } from '../../i18n/use-texts.js';
import classes from './provider-links.module.css';

/** A way to every provider through which one may sign in; nothing where there is none. */
export function ProviderLinks({ next }: { next: string | undefined }) {
  const { t } = useTexts();
  const { data: providers = [] } = useQuery(providersQuery);
  if (providers.length === 0) return null;
  return (
    <>
      <Divider label={t('signIn.or')} labelPosition="center" />
      {providers.map(({ provider, name }) => (
        <Button
          key={provider}
          component="a"
          href={beginning(provider)}
          onClick={() => rememberPage(next)}
          variant="default"
          size="md"
          classNames={{ root: classes.button ?? '', label: classes.label ?? '' }}
        >
          {t('signIn.through', { provider: name })}
        </Button>
      ))}
    </>
  );
}
