import { Button, Group, Loader, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { reportsQuery } from '../../api/reports.js';
import { Failure } from '../../components/failure.js';
import { ButtonLink, PageLink } from '../../components/links.js';
import { PageTitle } from '../../components/page-title.js';
import { useTexts } from '../../i18n/use-texts.js';
import { paths } from '../../paths.js';
import { ReportTable } from './report-table.js';

function FindForm({ find }: { find: string }) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const wanted = String(new FormData(event.currentTarget).get('find')).trim();
    void navigate({ to: paths.reports, search: wanted === '' ? {} : { find: wanted } });
  };
  return (
    <search>
      <form onSubmit={submit}>
        <Group align="flex-end" gap="xs">
          <TextInput
            key={find}
            name="find"
            type="search"
            label={t('reports.find')}
            defaultValue={find}
            autoComplete="off"
            flex={1}
            miw={220}
          />
          <Button type="submit" variant="default">
            {t('reports.findButton')}
          </Button>
        </Group>
      </form>
    </search>
  );
}

function EmptyList({ find }: { find: string }) {
  const { t } = useTexts();
  const isSearch = find !== '';
  return (
    <Paper bg="var(--maia-surface)" bd="1px solid var(--maia-line)" radius="lg" p={40}>
      <Stack align="center" gap="xs" ta="center">
        <Title order={2} fz={20}>
          {isSearch ? t('reports.nothingFound', { find }) : t('reports.empty')}
        </Title>
        <Text c="dimmed" maw={440}>
          {t(isSearch ? 'reports.nothingFoundText' : 'reports.emptyText')}
        </Text>
        {!isSearch && (
          <ButtonLink to={paths.newReport} mt="md">
            {t('app.newReport')}
          </ButtonLink>
        )}
      </Stack>
    </Paper>
  );
}

function Lead({ find, count }: { find: string; count: number | undefined }) {
  const { t } = useTexts();
  if (find === '') return <Text c="dimmed">{t('reports.lead')}</Text>;
  return (
    <Group gap="sm">
      <Text c="dimmed" role="status">
        {count === undefined ? t('app.loading') : t('reports.found', { count, find })}
      </Text>
      <PageLink to={paths.reports}>{t('reports.clear')}</PageLink>
    </Group>
  );
}

export function ReportsPage() {
  const { t } = useTexts();
  const { find = '' } = useSearch({ from: '/signed-in/reports' });
  const { data, error, refetch } = useQuery(reportsQuery(find));
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start">
        <Stack gap={6}>
          <PageTitle>{t('reports.title')}</PageTitle>
          <Lead find={find} count={data?.length} />
        </Stack>
        <ButtonLink to={paths.newReport}>{t('app.newReport')}</ButtonLink>
      </Group>
      <FindForm find={find} />
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loader aria-label={t('app.loading')} mx="auto" my="xl" />}
      {data && data.length === 0 && <EmptyList find={find} />}
      {data && data.length > 0 && <ReportTable reports={data} />}
    </Stack>
  );
}
