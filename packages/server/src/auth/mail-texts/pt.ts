import type { MailTexts } from './mail-text.js';

export const pt: MailTexts = {
  'reset-password': ({ company, username, link }) => ({
    subject: `${company}: escolha uma nova senha`,
    lines: [
      `Olá, ${username}!`,
      `Alguém pediu uma nova senha para a sua conta em ${company}. Para escolhê-la, abra este link em até uma hora; ele funciona uma única vez:`,
      link,
      'Se não foi você, não é preciso fazer nada: a sua senha continua a mesma.',
    ],
  }),
  'confirm-email': ({ company, username, link }) => ({
    subject: `${company}: confirme o seu e-mail`,
    lines: [
      `Olá, ${username}!`,
      `Confirme que este endereço é o da sua conta em ${company}. Abra este link em até uma hora; ele funciona uma única vez:`,
      link,
      'Se você não tem essa conta, não é preciso fazer nada.',
    ],
  }),
};
