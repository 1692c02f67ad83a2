import { MaiaError, type Report } from '@maia/sdk';
import { Loader, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { companyQuery } from '../../api/company.js';
import { reportQuery } from '../../api/reports.js';
import { Failure } from '../../components/failure.js';
import { PageLink } from '../../components/links.js';
import { PageTitle } from '../../components/page-title.js';
import { useTexts } from '../../i18n/use-texts.js';
import { paths } from '../../paths.js';
import { Notice } from '../../ui/notice.js';
import { ContributionTable } from './contribution-table.js';
import { familyPoints, isThinFile } from './family-points.js';
import { PendingPanel } from './pending-panel.js';
import { ReasonList } from './reason-list.js';
import { ReportFacts } from './report-facts.js';
import { ReportInputs } from './report-inputs.js';
import { type Scale, ScorePanel } from './score-panel.js';
import { isScored, type ScoredReport } from './scored-report.js';

const DEFAULT_SCALE: Scale = { min: 0, max: 100, cutOff: null };

/** The lender's scale; the product's own where the role may not read the settings. */
function useScale(): Scale | null {
  const { data, isPending } = useQuery(companyQuery);
  if (isPending) return null;
  if (!data) return DEFAULT_SCALE;
  const { scoreScale, cutOff } = data.settings;
  return { min: scoreScale.min, max: scoreScale.max, cutOff };
}

function ScoredBody({ report, scale }: { report: ScoredReport; scale: Scale }) {
  const { t } = useTexts();
  const families = familyPoints(report);
  const isThin = isThinFile(report);
  return (
    <>
      {isThin && (
        <Notice tone="problem" title={t('report.thin')}>
          {t('report.thinText')}
        </Notice>
      )}
      <ScorePanel report={report} scale={scale} />
      {!isThin && (
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
      )}
      {families.length > 0 && <ContributionTable families={families} />}
    </>
  );
}

function titleOf(report: Report, t: ReturnType<typeof useTexts>['t']): string {
  if (report.referenceId !== null) return t('report.customer', { reference: report.referenceId });
  return t(report.type === 'vector' ? 'report.vector' : 'reports.anonymous');
}

function ReportBody({ report }: { report: Report }) {
  const { t, day } = useTexts();
  const scale = useScale();
  if (scale === null) return <Loader aria-label={t('app.loading')} mx="auto" my="xl" />;
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
      {isScored(report) ? <ScoredBody report={report} scale={scale} /> : <PendingPanel />}
      <SimpleGrid cols={{ base: 1, md: 2 }} style={{ alignItems: 'start' }}>
        <ReportFacts report={report} />
        {isScored(report) && <ReportInputs features={report.features} />}
      </SimpleGrid>
    </Stack>
  );
}

/** One report, for the person who decides about a loan. */
export function ReportPage() {
  const { t, language } = useTexts();
  const { reportId } = useParams({ from: '/signed-in/reports/$reportId' });
  const { data, error, refetch } = useQuery({
    ...reportQuery(reportId, language),
    // While the texts come in another language, the old ones stay.
    placeholderData: (previous) => (previous?.uuid === reportId ? previous : undefined),
  });
  if (data) return <ReportBody report={data} />;
  if (error instanceof MaiaError && error.status === 404)
    return (
      <Stack gap="sm">
        <PageTitle>{t('report.notFound')}</PageTitle>
        <Text>{t('report.notFoundText', { id: reportId })}</Text>
        <PageLink to={paths.reports}>{t('error.toReports')}</PageLink>
      </Stack>
    );
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  return <Loader aria-label={t('app.loading')} mx="auto" my="xl" />;
}
