import type { ReportFeature } from '@maia/sdk';
import { Table, Text } from '@mantine/core';
import { type Texts, useTexts } from '../../i18n/use-texts.js';
import { Panel } from '../../ui/panel.js';
import { familyName } from './family-name.js';
import classes from './report-inputs.module.css';

function valueText({ value }: ReportFeature, { t, number }: Texts): string {
  if (value === null) return t('report.unknownValue');
  return typeof value === 'number' ? number(value, 3) : String(value);
}

/** Every number that the model looked at, as the model names it. */
export function ReportInputs({ features }: { features: readonly ReportFeature[] }) {
  const texts = useTexts();
  const { t } = texts;
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
                  <div className={classes.code}>{feature.code}</div>
                  <div className={classes.family}>{familyName(feature.family, t)}</div>
                </Table.Th>
                <Table.Td ta="right">{valueText(feature, texts)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </details>
    </Panel>
  );
}
