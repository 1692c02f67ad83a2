import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { resetPassword } from '../../api/sign-in.js';
import { passwordFailure } from '../../components/account-failure.js';
import { FormCard, FormPage, FormProblem, PasswordField } from '../../components/form-page.js';
import { PageLink } from '../../components/links.js';
import { useTexts } from '../../i18n/use-texts.js';
import { paths } from '../../paths.js';

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
    <FormPage title={t('reset.title')} lead={t('reset.lead')}>
      <FormCard onSubmit={submit}>
        <FormProblem text={error && passwordFailure(error, 'reset.badLink', t)} />
        <PasswordField
          name="password"
          label={t('reset.password')}
          isEmpty={isEmpty}
          autoComplete="new-password"
        />
        <Button type="submit" size="md" loading={isPending} mt="xs">
          {t('reset.submit')}
        </Button>
        <PageLink to={paths.forgotPassword} size="sm" underline="always">
          {t('reset.another')}
        </PageLink>
      </FormCard>
    </FormPage>
  );
}
