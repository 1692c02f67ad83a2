import type { MailTexts } from './mail-text.js';

export const en: MailTexts = {
  'reset-password': ({ company, username, link }) => ({
    subject: `${company}: set a new password`,
    lines: [
      `Hello ${username},`,
      `someone asked for a new password for your account at ${company}. To set one, open this link within one hour; it works once:`,
      link,
      'If it was not you, there is nothing to do: your password stays as it is.',
    ],
  }),
  'confirm-email': ({ company, username, link }) => ({
    subject: `${company}: confirm your e-mail address`,
    lines: [
      `Hello ${username},`,
      `please confirm that this address belongs to your account at ${company}. Open this link within one hour; it works once:`,
      link,
      'If you have no such account, there is nothing to do.',
    ],
  }),
};
