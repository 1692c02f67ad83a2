import { Table, Text } from '@mantine/core';
import { useTexts } from '../../i18n/use-texts.js';
import { Panel } from '../../ui/panel.js';
import classes from './contribution-table.module.css';
import { familyName } from './family-name.js';
import type { FamilyPoints } from './family-points.js';

/** A bar from the middle to the right for points that raised, to the left for those that lowered. */
function Bar({ points, pointsMax }: { points: number; pointsMax: number }) {
  const width = `${(50 * Math.abs(points)) / pointsMax}%`;
  return (
    <div className={classes.lane} aria-hidden="true">
      <div
        className={points < 0 ? classes.lowered : classes.raised}
        style={points < 0 ? { right: '50%', width } : { left: '50%', width }}
      />
    </div>
  );
}

/**
 * The chart of what counted for and against the person. It is a table whose bars are drawn in its cells,
 * so that whoever hears it gets the same rows and numbers.
 */
export function ContributionTable({ families }: { families: readonly FamilyPoints[] }) {
  const { t, signed } = useTexts();
  const pointsMax = Math.max(...families.map(({ points }) => Math.abs(points)));
  return (
    <Panel title={t('report.contributions')}>
      <Text c="dimmed" size="sm" maw={640} mb="md">
        {t('report.contributionsText')}
      </Text>
      <Table className={classes.table} withRowBorders={false}>
        <Table.Thead className={classes.head}>
          <Table.Tr>
            <Table.Th>{t('report.topic')}</Table.Th>
            <Table.Th aria-hidden="true">{t('report.effect')}</Table.Th>
            <Table.Th>{t('report.pointsColumn')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {families.map(({ family, points }) => (
            <Table.Tr key={family}>
              <Table.Th scope="row" className={classes.name}>
                {familyName(family, t)}
              </Table.Th>
              <Table.Td className={classes.drawing}>
                <Bar points={points} pointsMax={pointsMax} />
              </Table.Td>
              <Table.Td className={classes.points}>{signed(points)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}
