import type { Report } from '@maia/sdk';
import { isMessageId } from '../../i18n/message-id.js';
import { useTexts } from '../../i18n/use-texts.js';
import { Notice } from '../../ui/notice.js';

/** What must be said beside a score: that nothing is known of the person, that the data are old. */
export function Notices({ notices }: Pick<Report, 'notices'>) {
  const { t } = useTexts();
  return notices.map(({ code, text }) => {
    const title = `report.notice.${code}`;
    return (
      <Notice key={code} tone="problem" {...(isMessageId(title) ? { title: t(title) } : {})}>
        {text}
      </Notice>
    );
  });
}
