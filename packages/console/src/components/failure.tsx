import { Button, Stack, Text } from '@mantine/core';
import { errorText } from '../api/error-text.js';
import { useTexts } from '../i18n/use-texts.js';
import { Notice } from '../ui/notice.js';

interface FailureProps {
  error: unknown;
  onRetry?: () => void;
}

/** What went wrong, said aloud, with the way to try again. */
export function Failure({ error, onRetry }: FailureProps) {
  const { t } = useTexts();
  return (
    <Notice tone="problem" isAlert title={t('error.title')}>
      <Stack align="flex-start" gap="sm">
        <Text>{errorText(error, t)}</Text>
        {onRetry && (
          <Button variant="default" onClick={onRetry}>
            {t('app.retry')}
          </Button>
        )}
      </Stack>
    </Notice>
  );
}
