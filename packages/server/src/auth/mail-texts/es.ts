import type { MailTexts } from './mail-text.js';

export const es: MailTexts = {
  'reset-password': ({ company, username, link }) => ({
    subject: `${company}: elija una nueva contraseña`,
    lines: [
      `Hola, ${username}:`,
      `Alguien pidió una nueva contraseña para su cuenta en ${company}. Para elegirla, abra este enlace antes de una hora; funciona una sola vez:`,
      link,
      'Si no fue usted, no hace falta que haga nada: su contraseña sigue siendo la misma.',
    ],
  }),
  'confirm-email': ({ company, username, link }) => ({
    subject: `${company}: confirme su correo electrónico`,
    lines: [
      `Hola, ${username}:`,
      `Confirme que esta dirección es la de su cuenta en ${company}. Abra este enlace antes de una hora; funciona una sola vez:`,
      link,
      'Si no tiene esa cuenta, no hace falta que haga nada.',
    ],
  }),
};
