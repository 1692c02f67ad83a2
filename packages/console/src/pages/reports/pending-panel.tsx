import { Group, Loader, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trainingsQuery } from '../../api/trainings.js';
import { useTexts } from '../../i18n/use-texts.js';
import { Panel } from '../../ui/panel.js';
import { pendingReason } from './pending-reason.js';

/** In place of the score of a report that waits: what it waits for. */
export function PendingPanel() {
  const { t } = useTexts();
  const { data } = useQuery(trainingsQuery);
  const reason = data === undefined ? null : pendingReason(data);
  return (
    <Panel title={t('pending.title')}>
      <Group wrap="nowrap" align="flex-start" role="status">
        <Loader size="sm" mt={3} aria-hidden="true" />
        <div>
          {reason && <Text fw={550}>{t(reason.id, reason.values)}</Text>}
          <Text c="dimmed">{t('pending.text')}</Text>
        </div>
      </Group>
    </Panel>
  );
}
