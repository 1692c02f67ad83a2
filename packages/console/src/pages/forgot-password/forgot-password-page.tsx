import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { askForResetLink } from '../../api/sign-in.js';
import { accountFailure } from '../../components/account-failure.js';
import {
  AccountField,
  FormCard,
  FormPage,
  FormProblem,
  FormSuccess,
} from '../../components/form-page.js';
import { PageLink } from '../../components/links.js';
import { useTexts } from '../../i18n/use-texts.js';
import { paths } from '../../paths.js';

/** Asks for the mail that leads to a new password; says the same whether or not there is such an account. */
export function ForgotPasswordPage() {
  const { t } = useTexts();
  const [isEmpty, setEmpty] = useState(false);
  const { mutate, error, isPending, isSuccess } = useMutation({ mutationFn: askForResetLink });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const user = String(new FormData(event.currentTarget).get('username')).trim();
    setEmpty(user === '');
    if (user !== '') mutate(user);
  };
  return (
    <FormPage title={t('forgot.title')} lead={t('forgot.lead')}>
      <FormCard onSubmit={submit}>
        <FormSuccess text={isSuccess ? t('forgot.sent') : null} />
        <FormProblem text={error && accountFailure(error, t)} />
        <AccountField isEmpty={isEmpty} />
        <Button type="submit" size="md" loading={isPending} mt="xs">
          {t('forgot.submit')}
        </Button>
        <PageLink to={paths.signIn} size="sm" underline="always">
          {t('forgot.back')}
        </PageLink>
      </FormCard>
    </FormPage>
  );
}
