import { Paper, PasswordInput, Stack, Text } from '@mantine/core';
import type { FormEventHandler, ReactNode } from 'react';
import { useTexts } from '../i18n/use-texts.js';
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
