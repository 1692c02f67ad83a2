import { Button, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { errorText } from '../../api/error-text.js';
import { useSession } from '../../api/session.js';
import { changePassword, signOutEverywhere } from '../../api/sign-in.js';
import { passwordFailure } from '../../components/account-failure.js';
import {
  FormCard,
  FormPage,
  FormProblem,
  FormSuccess,
  PasswordField,
} from '../../components/form-page.js';
import { useTexts } from '../../i18n/use-texts.js';

function PasswordForm() {
  const { t } = useTexts();
  const [isEmpty, setEmpty] = useState({ current: false, next: false });
  const { mutateAsync, error, isPending, isSuccess } = useMutation({ mutationFn: changePassword });
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const currentPassword = String(data.get('current'));
    const password = String(data.get('next'));
    setEmpty({ current: currentPassword === '', next: password === '' });
    if (currentPassword === '' || password === '') return;
    // A refusal is shown from the mutation.
    const isChanged = await mutateAsync({ currentPassword, password }).then(
      () => true,
      () => false,
    );
    if (isChanged) form.reset();
  };
  return (
    <FormCard onSubmit={submit}>
      <Title order={2} size="h4">
        {t('account.password')}
      </Title>
      <FormSuccess text={isSuccess ? t('account.changed') : null} />
      <FormProblem text={error && passwordFailure(error, 'account.badCurrent', t)} />
      <PasswordField
        name="current"
        label={t('account.current')}
        isEmpty={isEmpty.current}
        autoComplete="current-password"
      />
      <PasswordField
        name="next"
        label={t('reset.password')}
        isEmpty={isEmpty.next}
        autoComplete="new-password"
      />
      <Button type="submit" size="md" loading={isPending} mt="xs">
        {t('account.change')}
      </Button>
    </FormCard>
  );
}

function EverywhereForm() {
  const { t } = useTexts();
  const { mutate, error, isPending } = useMutation({ mutationFn: signOutEverywhere });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    mutate();
  };
  return (
    <FormCard onSubmit={submit}>
      <Title order={2} size="h4">
        {t('account.sessions')}
      </Title>
      <Text c="dimmed">{t('account.everywhereLead')}</Text>
      <FormProblem text={error && errorText(error, t)} />
      <Button type="submit" variant="default" size="md" loading={isPending}>
        {t('account.everywhere')}
      </Button>
    </FormCard>
  );
}

/** What a person may change of their own account. */
export function AccountPage() {
  const { t } = useTexts();
  const session = useSession();
  return (
    <FormPage title={t('account.title')} lead={session?.username ?? ''}>
      <Stack>
        <PasswordForm />
        <EverywhereForm />
      </Stack>
    </FormPage>
  );
}
