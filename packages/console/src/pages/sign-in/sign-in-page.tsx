import { MaiaError } from '@maia/sdk';
import { Button, Paper, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { errorText } from '../../api/error-text.js';
import { session } from '../../api/session.js';
import { type Credentials, signIn } from '../../api/sign-in.js';
import { PageTitle } from '../../components/page-title.js';
import { useTexts } from '../../i18n/use-texts.js';
import { Notice } from '../../ui/notice.js';
import classes from './sign-in-page.module.css';

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
    <div className={classes.page}>
      <Stack gap={6} mb="lg">
        <PageTitle>{t('signIn.title')}</PageTitle>
        <Text c="dimmed">{t('signIn.lead')}</Text>
      </Stack>
      <Paper bg="var(--maia-surface)" bd="1px solid var(--maia-line)" radius="lg" p="xl">
        <form onSubmit={submit} noValidate>
          <Stack>
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
            <PasswordInput
              name="password"
              label={t('signIn.password')}
              autoComplete="current-password"
              required
              withAsterisk={false}
              size="md"
              error={isEmpty.password && t('signIn.passwordMissing')}
              visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword'), tabIndex: 0 }}
            />
            <Button type="submit" size="md" loading={isPending} mt="xs">
              {t('signIn.submit')}
            </Button>
          </Stack>
        </form>
      </Paper>
    </div>
  );
}
