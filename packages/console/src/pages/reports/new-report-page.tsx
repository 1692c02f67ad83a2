import { MaiaError } from '@maia/sdk';
import { Button, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { requestScore, type ScoreRequest } from '../../api/reports.js';
import { Failure } from '../../components/failure.js';
import { PageTitle } from '../../components/page-title.js';
import { type Texts, useTexts } from '../../i18n/use-texts.js';
import { paths } from '../../paths.js';

function readRequest(form: HTMLFormElement): ScoreRequest {
  const data = new FormData(form);
  return {
    referenceId: String(data.get('referenceId')).trim(),
    asOf: String(data.get('asOf') ?? ''),
  };
}

const isUnknownCustomer = (error: unknown) => error instanceof MaiaError && error.status === 404;

/** What is wrong with the reference, if it is the reference that is wrong. */
function referenceError(request: ScoreRequest | null, error: unknown, t: Texts['t']) {
  if (request?.referenceId === '') return t('newReport.referenceMissing');
  if (request && isUnknownCustomer(error))
    return t('newReport.unknown', { reference: request.referenceId });
  return null;
}

export function NewReportPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [request, setRequest] = useState<ScoreRequest | null>(null);
  const { mutate, error, isPending } = useMutation({
    mutationFn: requestScore,
    onSuccess: async (report) => {
      await queryClient.invalidateQueries({ queryKey: ['reports'] });
      await navigate({ to: paths.report, params: { reportId: report.uuid } });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const wanted = readRequest(event.currentTarget);
    setRequest(wanted);
    if (wanted.referenceId !== '') mutate(wanted);
  };
  return (
    <Stack maw={520} gap="lg">
      <div>
        <PageTitle>{t('newReport.title')}</PageTitle>
        <Text c="dimmed" mt={6}>
          {t('newReport.lead')}
        </Text>
      </div>
      {error && !isUnknownCustomer(error) && <Failure error={error} />}
      <Paper bg="var(--maia-surface)" bd="1px solid var(--maia-line)" radius="lg" p="xl">
        <form onSubmit={submit} noValidate>
          <Stack>
            <TextInput
              name="referenceId"
              label={t('newReport.reference')}
              description={t('newReport.referenceHint')}
              autoComplete="off"
              required
              withAsterisk={false}
              size="md"
              error={referenceError(request, error, t)}
            />
            <TextInput
              name="asOf"
              type="date"
              label={t('newReport.asOf')}
              description={t('newReport.asOfHint')}
              size="md"
            />
            <Button type="submit" size="md" loading={isPending} mt="xs">
              {t('newReport.submit')}
            </Button>
          </Stack>
        </form>
      </Paper>
    </Stack>
  );
}
