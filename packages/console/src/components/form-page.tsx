import { Paper, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import type { FormEventHandler, ReactNode } from 'react';
import { useTexts } from '../i18n/use-texts.js';
import { Notice } from '../ui/notice.js';
import classes from './form-page.module.css';
import { PageTitle } from './page-title.js';

interface FormPageProps {
  title: string;
  lead: string;
  children: ReactNode;
}

/** A narrow page around a form. */
export function FormPage({ title, lead, children }: FormPageProps) {
  return (
    <div className={classes.page}>
      <Stack gap={6} mb="lg">
        <PageTitle>{title}</PageTitle>
        <Text c="dimmed">{lead}</Text>
      </Stack>
      {children}
    </div>
  );
}

interface FormCardProps {
  onSubmit: FormEventHandler<HTMLFormElement>;
  children: ReactNode;
}

/** A form on a raised surface, whose problems are told in the reader's language and not by the browser. */
export function FormCard({ onSubmit, children }: FormCardProps) {
  return (
    <Paper bg="var(--maia-surface)" bd="1px solid var(--maia-line)" radius="lg" p="xl">
      <form onSubmit={onSubmit} noValidate>
        <Stack>{children}</Stack>
      </form>
    </Paper>
  );
}

interface PasswordFieldProps {
  name: string;
  label: string;
  /** Whether to remind the reader that it is empty. */
  isEmpty: boolean;
  autoComplete: 'current-password' | 'new-password';
}

/** A password that can be looked at, also by the keyboard. */
export function PasswordField({ name, label, isEmpty, autoComplete }: PasswordFieldProps) {
  const { t } = useTexts();
  return (
    <PasswordInput
      name={name}
      label={label}
      autoComplete={autoComplete}
      required
      withAsterisk={false}
      size="md"
      error={isEmpty && t('signIn.passwordMissing')}
      visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword'), tabIndex: 0 }}
    />
  );
}

/** The name or e-mail address of an account. */
export function AccountField({ isEmpty }: { isEmpty: boolean }) {
  const { t } = useTexts();
  return (
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
  );
}

/** Why a form was refused; nothing while there is no text. */
export function FormProblem({ text }: { text: string | null }) {
  if (text === null) return null;
  return (
    <Notice tone="problem" isAlert>
      {text}
    </Notice>
  );
}

/** That a form was carried out; it stands there before it says something, so that screen readers hear it. */
export function FormSuccess({ text }: { text: string | null }) {
  return <div role="status">{text !== null && <Notice tone="information">{text}</Notice>}</div>;
}
