import { MaiaError } from '@maia/sdk';
import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { errorText } from '../../api/error-text.js';
import { askForResetLink } from '../../api/sign-in.js';
import { FormCard, FormPage } from '../../components/form-page.js';
import { PageLink } from '../../components/links.js';
import { useTexts } from '../../i18n/use-texts.js';
import { paths } from '../../paths.js';
import { Notice } from '../../ui/notice.js';

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
  const isTooMany = error instanceof MaiaError && error.status === 429;
  return (
    <FormPage title={t('forgot.title')} lead={t('forgot.lead')}>
      <FormCard onSubmit={submit}>
        {/* Stands there before it says something, so that screen readers hear it. */}
        <div role="status">
          {isSuccess && <Notice tone="information">{t('forgot.sent')}</Notice>}
        </div>
        {error && (
          <Notice tone="problem" isAlert>
            {isTooMany ? t('signIn.tooMany') : errorText(error, t)}
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
          error={isEmpty && t('signIn.userMissing')}
        />
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
