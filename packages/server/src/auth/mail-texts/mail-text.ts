import type { Language } from '../../scoring/report-texts.js';
import type { LinkPurpose } from '../account-mail-order.js';
import { en } from './en.js';
import { es } from './es.js';
import { pt } from './pt.js';

/** What the texts of a mail with a link speak of. */
export interface LinkFacts {
  company: string;
  username: string;
  link: string;
}

/** Subject and lines of each kind of mail in one language. */
export type MailTexts = Readonly<
  Record<LinkPurpose, (facts: LinkFacts) => { subject: string; lines: readonly string[] }>
>;

const TEXTS: Readonly<Record<Language, MailTexts>> = { en, es, pt };

/** The mail of that purpose in that language; the link stands on a line of its own, so that it is never broken. */
export function mailText(
  language: Language,
  purpose: LinkPurpose,
  facts: LinkFacts,
): { subject: string; text: string } {
  const { subject, lines } = TEXTS[language][purpose](facts);
  return { subject, text: `${lines.join('\n\n')}\n` };
}
