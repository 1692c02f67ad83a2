import { MaiaError, type Report } from '@maia/sdk';
import { Loader, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { companyQuery } from '../../api/company.js';
import { reportQuery } from '../../api/reports.js';
import { Failure } from '../../components/failure.js';
import { PageLink } from '../../components/links.js';
import { PageTitle } from '../../components/page-title.js';
import { type Texts, useTexts } from '../../i18n/use-texts.js';
import { paths } from '../../paths.js';
import { ContributionTable } from './contribution-table.js';
import { cutOffOf } from './cut-off.js';
import { familyPoints } from './family-points.js';
import { Notices } from './notices.js';
import { PendingPanel } from './pending-panel.js';
import { ReasonList } from './reason-list.js';
import { ReportFacts } from './report-facts.js';
import { ReportInputs } from './report-inputs.js';
import { ScorePanel } from './score-panel.js';
import { hasHistory, isAlreadyBad, isScored, type ScoredReport } from './scored-report.js';

function Reasons({ report }: { report: Report }) {
  const { t } = useTexts();
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      <ReasonList
        title={t('report.reasons')}
        none={t('report.noReasons')}
        effect="lowered"
        reasons={report.reasons}
      />
      <ReasonList
        title={t('report.strengths')}
        none={t('report.noStrengths')}
        effect="raised"
        reasons={report.strengths}
      />
    </SimpleGrid>
  );
}

function ScoredBody({ report }: { report: ScoredReport }) {
  const { data: company, isPending } = useQuery(companyQuery);
  if (isPending) return <Waiting />;
  const isVerdict = hasHistory(report);
  const families = familyPoints(report);
  return (
    <>
      <Notices notices={report.notices} />
      <ScorePanel report={report} cutOff={cutOffOf(report, company ?? null)} />
      {isVerdict && <Reasons report={report} />}
      {isVerdict && families.length > 0 && <ContributionTable families={families} />}
    </>
  );
}

function ReportResult({ report }: { report: Report }) {
  if (isScored(report)) return <ScoredBody report={report} />;
  if (!isAlreadyBad(report)) return <PendingPanel />;
  return (
    <>
      <Notices notices={report.notices} />
      <Reasons report={report} />
    </>
  );
}

function Waiting() {
  const { t } = useTexts();
  return <Loader aria-label={t('app.loading')} mx="auto" my="xl" />;
}

function titleOf(report: Report, t: Texts['t']): string {
  if (report.referenceId !== null) return t('report.customer', { reference: report.referenceId });
  return t(report.type === 'vector' ? 'report.vector' : 'reports.anonymous');
}

function ReportBody({ report }: { report: Report }) {
  const { t, day } = useTexts();
  return (
    <Stack gap="lg">
      <div>
        <PageLink to={paths.reports} size="sm">
          ← {t('app.reports')}
        </PageLink>
        <PageTitle>{titleOf(report, t)}</PageTitle>
        <Text c="dimmed" mt={6}>
          {t('report.subtitle', { asOf: day(report.asOf) })}
        </Text>
      </div>
      <ReportResult report={report} />
      <SimpleGrid cols={{ base: 1, md: 2 }} style={{ alignItems: 'start' }}>
        <ReportFacts report={report} />
        {report.features.length > 0 && hasHistory(report) && (
          <ReportInputs features={report.features} />
        )}
      </SimpleGrid>
    </Stack>
  );
}

function ReportFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTexts();
  const { reportId } = useParams({ from: '/signed-in/reports/$reportId' });
  const isUnknown = error instanceof MaiaError && error.status === 404;
  return (
    <Stack gap="md" align="flex-start">
      <PageTitle>{t(isUnknown ? 'report.notFound' : 'report.unavailable')}</PageTitle>
      {isUnknown ? (
        <Text>{t('report.notFoundText', { id: reportId })}</Text>
      ) : (
        <Failure error={error} onRetry={onRetry} />
      )}
      <PageLink to={paths.reports}>{t('error.toReports')}</PageLink>
    </Stack>
  );
}

/** One report, for the person who decides about a loan. */
export function ReportPage() {
  const { language } = useTexts();
  const { reportId } = useParams({ from: '/signed-in/reports/$reportId' });
  const { data, error, refetch } = useQuery({
    ...reportQuery(reportId, language),
    // While the texts come in another language, the old ones stay.
    placeholderData: (previous) => (previous?.uuid === reportId ? previous : undefined),
  });
  if (data) return <ReportBody report={data} />;
  if (error) return <ReportFailure error={error} onRetry={() => void refetch()} />;
  return <Waiting />;
}
