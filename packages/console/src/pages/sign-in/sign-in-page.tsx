import { MaiaError } from '@maia/sdk';
import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { errorText } from '../../api/error-text.js';
import { session } from '../../api/session.js';
import { type Credentials, signIn } from '../../api/sign-in.js';
import { FormCard, FormPage, PasswordField } from '../../components/form-page.js';
import { PageLink } from '../../components/links.js';
import { useTexts } from '../../i18n/use-texts.js';
import { paths } from '../../paths.js';
import { Notice } from '../../ui/notice.js';

/** The words for a refused sign-in; the server's are the same for every cause, and in one language. */
function failureText(error: unknown, t: ReturnType<typeof useTexts>['t']): string {
  if (error instanceof MaiaError && error.status === 400) return t('signIn.failed');
  if (error instanceof MaiaError && error.status === 429) return t('signIn.tooMany');
  return errorText(error, t);
}

function readCredentials(form: HTMLFormElement): Credentials {
  const data = new FormData(form);
  return { user: String(data.get('username')).trim(), password: String(data.get('password')) };
}

export function SignInPage() {
  const { t } = useTexts();
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
        {error && (
          <Notice tone="problem" isAlert>
            {failureText(error, t)}
          </Notice>
        )}
        <TextInput
          name="username"
          label={t('signIn.user')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          size="md"
          error={isEmpty.user && t('signIn.userMissing')}
        />
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
      </FormCard>
    </FormPage>
  );
}
