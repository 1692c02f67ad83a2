import type { ReportFeature } from '@maia/sdk';
import { Table, Text } from '@mantine/core';
import { useTexts } from '../../i18n/use-texts.js';
import { Panel } from '../../ui/panel.js';
import { familyName } from './family-name.js';
import classes from './report-inputs.module.css';

/** Everything that the model looked at, by its name and with its unit. */
export function ReportInputs({ features }: { features: readonly ReportFeature[] }) {
  const { t } = useTexts();
  return (
    <Panel title={t('report.inputs')}>
      <Text c="dimmed" size="sm" mb="sm">
        {t('report.inputsText', { count: features.length })}
      </Text>
      <details className={classes.details}>
        <summary>{t('report.inputsShow')}</summary>
        <Table mt="sm" aria-label={t('report.inputs')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('report.input')}</Table.Th>
              <Table.Th ta="right">{t('report.value')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {features.map((feature) => (
              <Table.Tr key={feature.code}>
                <Table.Th scope="row" fw={450}>
                  <div className={classes.name}>{feature.name}</div>
                  <div className={classes.family}>{familyName(feature.family, t)}</div>
                </Table.Th>
                <Table.Td ta="right" className={classes.value}>
                  {feature.valueText ?? t('report.unknownValue')}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </details>
    </Panel>
  );
}
