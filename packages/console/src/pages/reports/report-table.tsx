import type { ReportSummary } from '@maia/sdk';
import { Badge, Table } from '@mantine/core';
import { PageLink } from '../../components/links.js';
import { useTexts } from '../../i18n/use-texts.js';
import { paths } from '../../paths.js';
import classes from './report-table.module.css';

function ReportRow({ report }: { report: ReportSummary }) {
  const { t, number, day } = useTexts();
  const customer = report.referenceId ?? t('reports.anonymous');
  return (
    <Table.Tr>
      <Table.Td>
        <PageLink
          to={paths.report}
          params={{ reportId: report.uuid }}
          aria-label={t('reports.open', { customer })}
          fw={550}
        >
          {customer}
        </PageLink>
      </Table.Td>
      <Table.Td className={classes.number}>
        {report.score === null ? (
          <Badge tt="none" bg="var(--maia-track)" c="var(--mantine-color-text)">
            {t('reports.waiting')}
          </Badge>
        ) : (
          <strong>{number(report.score, 1)}</strong>
        )}
      </Table.Td>
      <Table.Td className={classes.number}>
        {report.scoreProbability !== null &&
          t('reports.probabilityOf', { probability: number(report.scoreProbability, 1) })}
      </Table.Td>
      <Table.Td className={`${classes.number} ${classes.wide}`}>
        {report.scoreConfidence !== null && number(report.scoreConfidence)}
      </Table.Td>
      <Table.Td className={classes.wide}>{day(report.asOf)}</Table.Td>
      <Table.Td className={classes.wide}>{report.users_permissions_user?.username ?? '–'}</Table.Td>
    </Table.Tr>
  );
}

/** Reports, one a row; a narrow screen keeps customer, score and probability. */
export function ReportTable({ reports }: { reports: readonly ReportSummary[] }) {
  const { t } = useTexts();
  return (
    <div className={classes.frame}>
      <Table
        verticalSpacing="sm"
        horizontalSpacing="lg"
        highlightOnHover
        aria-label={t('reports.title')}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('reports.customer')}</Table.Th>
            <Table.Th className={classes.number}>{t('reports.score')}</Table.Th>
            <Table.Th className={classes.number}>{t('reports.probability')}</Table.Th>
            <Table.Th className={`${classes.number} ${classes.wide}`}>
              {t('reports.confidence')}
            </Table.Th>
            <Table.Th className={classes.wide}>{t('reports.asOf')}</Table.Th>
            <Table.Th className={classes.wide}>{t('reports.askedBy')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {reports.map((report) => (
            <ReportRow key={report.id} report={report} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
