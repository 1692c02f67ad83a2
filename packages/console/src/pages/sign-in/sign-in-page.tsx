import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { session } from '../../api/session.js';
import { type Credentials, signIn } from '../../api/sign-in.js';
import { accountFailure } from '../../components/account-failure.js';
import {
  AccountField,
  FormCard,
  FormPage,
  FormProblem,
  PasswordField,
} from '../../components/form-page.js';
import { PageLink } from '../../components/links.js';
import { useTexts } from '../../i18n/use-texts.js';
import { paths } from '../../paths.js';
import { Notice } from '../../ui/notice.js';
import { ProviderLinks } from './provider-links.js';

function readCredentials(form: HTMLFormElement): Credentials {
  const data = new FormData(form);
  return { user: String(data.get('username')).trim(), password: String(data.get('password')) };
}

export function SignInPage() {
  const { t } = useTexts();
  const { next } = useSearch({ from: paths.signIn });
  const [isEmpty, setEmpty] = useState({ user: false, password: false });
  // The routes lead on as soon as the session starts.
  const { mutate, error, isPending } = useMutation({ mutationFn: signIn });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const credentials = readCredentials(event.currentTarget);
    setEmpty({ user: credentials.user === '', password: credentials.password === '' });
    if (credentials.user !== '' && credentials.password !== '') mutate(credentials);
  };
  const hasExpired = session.ending() === 'expired' && !error;
  return (
    <FormPage title={t('signIn.title')} lead={t('signIn.lead')}>
      <FormCard onSubmit={submit}>
        {hasExpired && <Notice tone="information">{t('signIn.expired')}</Notice>}
        <FormProblem text={error && accountFailure(error, t, 'signIn.failed')} />
        <AccountField isEmpty={isEmpty.user} />
        <PasswordField
          name="password"
          label={t('signIn.password')}
          isEmpty={isEmpty.password}
          autoComplete="current-password"
        />
        <Button type="submit" size="md" loading={isPending} mt="xs">
          {t('signIn.submit')}
        </Button>
        <PageLink to={paths.forgotPassword} size="sm" underline="always">
          {t('signIn.forgot')}
        </PageLink>
        <ProviderLinks next={next} />
      </FormCard>
    </FormPage>
  );
}
