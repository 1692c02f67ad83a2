import { MaiaError } from '@maia/sdk';
import { Button, Paper, PasswordInput, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { errorText } from '../../api/error-text.js';
import { resetPassword } from '../../api/sign-in.js';
import { PageTitle } from '../../components/page-title.js';
import { useTexts } from '../../i18n/use-texts.js';
import { paths } from '../../paths.js';
import { Notice } from '../../ui/notice.js';
import classes from '../sign-in/sign-in-page.module.css';

/** The server's words are in one language: what it says of the password or of the link is told in the reader's. */
function failureText(error: unknown, t: ReturnType<typeof useTexts>['t']): string {
  if (!(error instanceof MaiaError)) return errorText(error, t);
  if (error.status === 429) return t('signIn.tooMany');
  if (error.status !== 400) return errorText(error, t);
  const isAboutPassword = error.errors.some(({ field }) => field === 'password');
  return t(isAboutPassword ? 'reset.badPassword' : 'reset.badLink');
}

/** Where the link of a mail leads: sets a new password and signs in. */
export function ResetPasswordPage() {
  const { t } = useTexts();
  const { code } = useSearch({ from: paths.resetPassword });
  const navigate = useNavigate();
  const [isEmpty, setEmpty] = useState(false);
  const { mutate, error, isPending } = useMutation({
    mutationFn: resetPassword,
    onSuccess: () => navigate({ to: paths.reports }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('password'));
    setEmpty(password === '');
    if (password !== '') mutate({ code, password });
  };
  return (
    <div className={classes.page}>
      <Stack gap={6} mb="lg">
        <PageTitle>{t('reset.title')}</PageTitle>
        <Text c="dimmed">{t('reset.lead')}</Text>
      </Stack>
      <Paper bg="var(--maia-surface)" bd="1px solid var(--maia-line)" radius="lg" p="xl">
        <form onSubmit={submit} noValidate>
          <Stack>
            {error && (
              <Notice tone="problem" isAlert>
                {failureText(error, t)}
              </Notice>
            )}
            <PasswordInput
              name="password"
              label={t('reset.password')}
              autoComplete="new-password"
              required
              withAsterisk={false}
              size="md"
              error={isEmpty && t('signIn.passwordMissing')}
              visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword'), tabIndex: 0 }}
            />
            <Button type="submit" size="md" loading={isPending} mt="xs">
              {t('reset.submit')}
            </Button>
          </Stack>
        </form>
      </Paper>
    </div>
  );
}
