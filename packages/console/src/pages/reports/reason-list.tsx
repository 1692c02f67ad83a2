import type { ReportReason } from '@maia/sdk';
import { Text } from '@mantine/core';
import { useTexts } from '../../i18n/use-texts.js';
import { Panel } from '../../ui/panel.js';
import { familyName } from './family-name.js';
import classes from './reason-list.module.css';

interface ReasonListProps {
  title: string;
  /** Said when there are none. */
  none: string;
  effect: 'lowered' | 'raised';
  reasons: readonly ReportReason[];
}

/** Reasons in their order, the strongest first, each with the person's own numbers and its points. */
export function ReasonList({ title, none, effect, reasons }: ReasonListProps) {
  const { t, signed } = useTexts();
  return (
    <Panel title={title}>
      {reasons.length === 0 ? (
        <Text c="dimmed">{none}</Text>
      ) : (
        <ol className={classes.list}>
          {reasons.map((reason) => (
            <li key={reason.code} className={classes.item}>
              <div>
                <div className={classes.family}>{familyName(reason.family, t)}</div>
                <div>{reason.text}</div>
              </div>
              <span className={`${classes.points} ${classes[effect]}`}>
                {t('report.points', { points: signed(reason.points) })}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
