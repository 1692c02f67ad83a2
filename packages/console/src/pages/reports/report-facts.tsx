import type { Report } from '@maia/sdk';
import { useTexts } from '../../i18n/use-texts.js';
import { Panel } from '../../ui/panel.js';
import classes from './report-facts.module.css';

/** Who asked for the report, when, as of which day, and which model answered. */
export function ReportFacts({ report }: { report: Report }) {
  const { t, day, instant } = useTexts();
  const { observedThrough } = report;
  const facts = [
    [t('report.asOf'), day(report.asOf)],
    ...(observedThrough === null
      ? []
      : ([[t('report.observedThrough'), day(observedThrough)]] as const)),
    [t('report.model'), report.scoreVersion ?? '–'],
    [t('report.askedBy'), report.users_permissions_user?.username ?? t('report.nobody')],
    [t('report.createdAt'), instant(report.created_at)],
    [t('report.number'), report.uuid],
  ] as const;
  return (
    <Panel title={t('report.facts')}>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
